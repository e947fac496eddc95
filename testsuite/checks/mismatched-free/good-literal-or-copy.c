// SPDX-License-Identifier: GPL-2.0-only
/* kfree_const() leaves literals alone; a flag tells whether it is a copy. */
#include <linux/slab.h>
#include <linux/string.h>

struct label {
	const char *text;
	bool copied;
};

int label_print(const char *text);

int label_try(const char *text)
{
	const char *copy = kstrdup_const(text, GFP_KERNEL);
	int err;

	if (!copy)
		return -ENOMEM;
	err = label_print(copy);
	kfree_const(copy);
	return err;
}

int label_set(struct label *l, const char *text)
{
	if (l->copied)
		kfree(l->text);
	l->copied = false;
	l->text = "none";
	if (!text)
		return 0;
	l->text = kstrdup(text, GFP_KERNEL);
	l->copied = true;
	return l->text ? 0 : -ENOMEM;
}

// SPDX-License-Identifier: GPL-2.0-only
/* Stored through one member of a union, released through the other. */
#include <linux/slab.h>

struct value {
	int kind;
	union {
		char *text;
		void *raw;
	};
};

int value_print(const struct value *v);

int value_try(size_t n)
{
	struct value v = { .kind = 1 };
	int err;

	v.text = kmalloc(n, GFP_KERNEL);
	if (!v.text)
		return -ENOMEM;
	v.text[0] = 0;
	err = value_print(&v);
	kfree(v.raw);
	return err;
}

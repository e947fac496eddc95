// SPDX-License-Identifier: GPL-2.0-only
/* A record that was set to zero is given to a function that nobody knows: what it holds then is what that has put there. */
#include <linux/errno.h>
#include <linux/slab.h>

struct object {
	int type, value;
};

struct output {
	size_t len;
	void *pointer;
};

int query_block(const char *guid, int instance, struct output *out);

int query_value(int instance, int *value)
{
	struct output out = { 0, NULL };
	struct object *obj;

	if (query_block("x", instance, &out))
		return -EIO;
	obj = out.pointer;
	if (!obj || obj->type != 1) {
		kfree(obj);
		return -EINVAL;
	}
	*value = obj->value;
	kfree(obj);
	kfree(obj);		/* expect: double-free "released twice" */
	return 0;
}

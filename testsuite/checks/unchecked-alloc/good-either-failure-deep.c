// SPDX-License-Identifier: GPL-2.0-only
/* Fails with NULL or with an error pointer, and wrappers return what it returns: any test will do, at any depth. */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/slab.h>

struct control {
	int id;
};

struct node {
	int nr;
};

int node_index(struct node *n, const char *name);

struct control *control_find(struct node *n, const char *name, bool optional)
{
	struct control *c;
	int i;

	if (!n)
		return ERR_PTR(-EINVAL);
	i = node_index(n, name);
	if (i < 0)
		return optional ? NULL : ERR_PTR(-ENOENT);
	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!c)
		return ERR_PTR(-ENOMEM);
	c->id = i;
	return c;
}

struct control *control_get(struct node *n, const char *name, bool optional)
{
	struct control *c = control_find(n, name, optional);

	if (IS_ERR_OR_NULL(c))
		return c;
	c->id++;
	return c;
}

static struct control *control_exclusive(struct node *n, const char *name)
{
	return control_get(n, name, false);
}

static struct control *control_optional(struct node *n)
{
	return control_get(n, "reset", true);
}

int probe(struct node *n)
{
	struct control *c;
	int id;

	c = control_exclusive(n, "phy");
	if (IS_ERR(c))
		return PTR_ERR(c);
	id = c->id;
	kfree(c);
	c = control_optional(n);
	if (IS_ERR(c))
		return PTR_ERR(c);
	kfree(c);
	return id;
}

// SPDX-License-Identifier: GPL-2.0-only
/* The number of an error pointer is returned: that is no memory, and fails like any other number. */
#include <linux/err.h>
#include <linux/slab.h>

struct pipe {
	int bore;
};

struct organ {
	struct pipe *pipe;
	int keys;
};

static struct pipe *pipe_cast(int bore)
{
	struct pipe *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return ERR_PTR(-ENOMEM);
	p->bore = bore;
	return p;
}

int organ_build(struct organ *o)
{
	o->pipe = pipe_cast(o->keys);
	if (IS_ERR(o->pipe))
		return PTR_ERR(o->pipe);
	return 0;
}

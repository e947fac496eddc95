// SPDX-License-Identifier: GPL-2.0-only
/* Errors inside pointers: on failure the memory is released and the error goes up. */
#include <linux/err.h>
#include <linux/slab.h>

struct plan {
	int steps;
};

int plan_check(struct plan *p);

static struct plan *plan_make(int steps)
{
	struct plan *p;
	int err;

	if (steps < 0)
		return ERR_PTR(-EINVAL);
	p = kzalloc(sizeof(*p), GFP_KERNEL);
	if (!p)
		return ERR_PTR(-ENOMEM);
	p->steps = steps;
	err = plan_check(p);
	if (err) {
		kfree(p);
		return ERR_PTR(err);
	}
	return p;
}

int plan_run(int steps)
{
	struct plan *p = plan_make(steps);

	if (IS_ERR(p))
		return PTR_ERR(p);
	steps = p->steps;
	kfree(p);
	return steps;
}

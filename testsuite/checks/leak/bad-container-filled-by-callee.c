// SPDX-License-Identifier: GPL-2.0-only
/* A callee allocates a field; the error path releases the container by hand, not with the destructor. */
#include <linux/slab.h>

struct probe {
	u8 *samples;
	int rate;
};

static int probe_alloc_samples(struct probe *p, int n)
{
	p->samples = kmalloc(n, GFP_KERNEL);
	return p->samples ? 0 : -ENOMEM;
}

static void probe_free(struct probe *p)
{
	kfree(p->samples);
	kfree(p);
}

int probe_calibrate(struct probe *p);

int probe_run(int n)
{
	struct probe *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	err = probe_alloc_samples(p, n);
	if (err)
		goto free;
	err = probe_calibrate(p);
	if (err)
		goto free;
	probe_free(p);
	return 0;
free:
	kfree(p);				/* expect: leak "probe_alloc_samples" */
	return err;
}

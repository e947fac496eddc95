// SPDX-License-Identifier: GPL-2.0-only
/* What was made in place, inside of an object, is released by the function that the last reference runs. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct sg_table {
	void *sgl;
	unsigned int nents;
};

int sg_alloc_table(struct sg_table *table, unsigned int nents, gfp_t gfp);
void sg_free_table(struct sg_table *table);

struct freight {
	struct kref ref;
	struct sg_table sgt;
	int weight;
};

int freight_weigh(struct freight *f);

static void freight_end(struct kref *ref)
{
	struct freight *f = container_of(ref, struct freight, ref);

	sg_free_table(&f->sgt);
	kfree(f);
}

int freight_load(int n)
{
	struct freight *f = kzalloc(sizeof(*f), GFP_KERNEL);
	int err;

	if (!f)
		return -ENOMEM;
	kref_init(&f->ref);
	err = sg_alloc_table(&f->sgt, n, GFP_KERNEL);
	if (err)
		goto put;
	err = freight_weigh(f);
put:
	kref_put(&f->ref, freight_end);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only
/* Memory for DMA: the second one fails. */
#include <linux/dma-mapping.h>

struct dual {
	void *a, *b;
	dma_addr_t da, db;
};

int dual_init(struct device *dev, struct dual *d)
{
	dma_addr_t da, db;
	void *a, *b;

	a = dma_alloc_coherent(dev, 64, &da, GFP_KERNEL);
	if (!a)
		return -ENOMEM;
	b = dma_alloc_coherent(dev, 64, &db, GFP_KERNEL);
	if (!b)
		return -ENOMEM;			/* expect: leak "'a' from dma_alloc_coherent" */
	d->a = a;
	d->b = b;
	d->da = da;
	d->db = db;
	return 0;
}

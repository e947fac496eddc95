// SPDX-License-Identifier: GPL-2.0-only
/* dma_alloc_coherent() says by its result that it has failed: the handle is not to be asked. */
#include <linux/dma-mapping.h>

struct mailbox {
	u32 *box;
	dma_addr_t addr;
};

int mailbox_init(struct device *dev, struct mailbox *m)
{
	m->box = dma_alloc_coherent(dev, 64, &m->addr, GFP_KERNEL);	/* expect: unchecked-alloc "dma_alloc_(coherent|attrs)" */
	if (dma_mapping_error(dev, m->addr))
		return -ENOMEM;
	m->box[0] = 1;
	return 0;
}

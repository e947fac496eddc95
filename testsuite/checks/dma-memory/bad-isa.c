// SPDX-License-Identifier: GPL-2.0-only
/* ISA DMA reaches the lowest 16 MiB: only __GFP_DMA promises that. */
#include <linux/io.h>
#include <linux/slab.h>

unsigned int low(size_t n)
{
	void *p = kmalloc(n, GFP_KERNEL | GFP_DMA);

	return p ? isa_virt_to_bus(p) : 0;
}

unsigned int anywhere(size_t n)
{
	void *p = kmalloc(n, GFP_KERNEL);

	return p ? isa_virt_to_bus(p) : 0;	/* expect: dma-memory "'p' is memory that was allocated without GFP_DMA" */
}

unsigned int chosen(size_t n, gfp_t gfp)
{
	void *p = kmalloc(n, gfp);

	return p ? isa_virt_to_bus(p) : 0;
}

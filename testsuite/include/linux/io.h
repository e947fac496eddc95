/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: device registers. */
#ifndef _LINUX_IO_H
#define _LINUX_IO_H

#include <linux/types.h>

u32 readl(const volatile void __iomem *addr);
void writel(u32 value, volatile void __iomem *addr);
void __iomem *ioremap(unsigned long offset, unsigned long size);
unsigned int isa_virt_to_bus(volatile void *address);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: scatter lists. */
#ifndef _LINUX_SCATTERLIST_H
#define _LINUX_SCATTERLIST_H

#include <linux/types.h>

struct scatterlist {
	unsigned long page_link;
	unsigned int offset, length;
};

void sg_init_one(struct scatterlist *sg, const void *buf, unsigned int buflen);
void sg_set_buf(struct scatterlist *sg, const void *buf, unsigned int buflen);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: objects by number. */
#ifndef __IDR_H__
#define __IDR_H__

#include <linux/gfp.h>

struct idr {
	void *root;
};

int idr_alloc(struct idr *idr, void *ptr, int start, int end, gfp_t gfp);
void *idr_find(const struct idr *idr, unsigned long id);
void *idr_remove(struct idr *idr, unsigned long id);

#endif

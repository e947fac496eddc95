/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: one task waits for another's event. */
#ifndef __LINUX_COMPLETION_H
#define __LINUX_COMPLETION_H

struct completion {
	unsigned int done;
};

void init_completion(struct completion *x);
void wait_for_completion(struct completion *x);
unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout);
void complete(struct completion *x);

#endif

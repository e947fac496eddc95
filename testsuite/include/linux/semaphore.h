/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: counting semaphores. */
#ifndef __LINUX_SEMAPHORE_H
#define __LINUX_SEMAPHORE_H

struct semaphore {
	unsigned int count;
};

void down(struct semaphore *sem);
int down_trylock(struct semaphore *sem);
void up(struct semaphore *sem);

#endif

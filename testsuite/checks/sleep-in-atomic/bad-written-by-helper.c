// SPDX-License-Identifier: GPL-2.0-only
/* A long function may write to the record that its caller fills: nobody knows what it holds then. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct packet {
	int cmd, size, n[40];
	struct mutex *lock;
};

#define ADD(i) do { if (p->n[i] > sum) sum += p->n[i]; else if (p->n[i]) sum--; } while (0)

static int packet_sum(struct packet *p)
{
	int *n = p->n;
	int sum = *n;

	ADD(0); ADD(1); ADD(2); ADD(3); ADD(4); ADD(5); ADD(6); ADD(7); ADD(8); ADD(9);
	ADD(10); ADD(11); ADD(12); ADD(13); ADD(14); ADD(15); ADD(16); ADD(17); ADD(18); ADD(19);
	ADD(20); ADD(21); ADD(22); ADD(23); ADD(24); ADD(25); ADD(26); ADD(27); ADD(28); ADD(29);
	*n = sum;
	p->cmd = sum;
	return sum;
}

static int packet_send(struct packet *p)
{
	if (p->cmd == 3)
		return 0;
	mutex_lock(p->lock);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(p->lock);
	return 1;
}

int set_filter(spinlock_t *lock, struct mutex *m)
{
	struct packet p = { .cmd = 3, .size = 1, .lock = m };
	int ret = packet_sum(&p);

	spin_lock(lock);
	ret += packet_send(&p);
	spin_unlock(lock);
	return ret;
}

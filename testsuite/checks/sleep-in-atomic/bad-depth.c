// SPDX-License-Identifier: GPL-2.0-only
/* A bus access three calls down sleeps; the irq handler's helper does not know. */
#include <linux/delay.h>
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct bus {
	struct mutex lock;
};

struct led {
	spinlock_t lock;
	struct bus *bus;
	int on;
};

static void bus_write(struct bus *b, int value)
{
	mutex_lock(&b->lock);			/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(&b->lock);
}

static void led_update(struct led *l)
{
	bus_write(l->bus, l->on);		/* step: call "bus_write" */
}

static void led_toggle_locked(struct led *l)
{
	l->on = !l->on;
	led_update(l);				/* step: call "led_update" */
}

void led_toggle(struct led *l)
{
	unsigned long flags;

	spin_lock_irqsave(&l->lock, flags);	/* step: lock "l->lock" */
	led_toggle_locked(l);			/* step: call "led_toggle_locked" */
	spin_unlock_irqrestore(&l->lock, flags);
}

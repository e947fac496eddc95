// SPDX-License-Identifier: GPL-2.0-only
/* Callbacks in interrupt, timer and completion context that sleep. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/timer.h>
#include <linux/usb.h>

struct foo {
	struct mutex mutex;
	struct timer_list timer;
	struct urb *urb;
	int irq, seen;
};

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *f = data;

	mutex_lock(&f->mutex);			/* expect: sleep-in-atomic "mutex_lock.*interrupt" */
	f->seen++;
	mutex_unlock(&f->mutex);
	return IRQ_HANDLED;
}

static void foo_timer(struct timer_list *t)
{
	msleep(1);				/* expect: sleep-in-atomic "msleep" */
}

static void foo_complete(struct urb *urb)
{
	usb_kill_urb(urb);			/* expect: sleep-in-atomic "usb_kill_urb" */
}

int foo_start(struct foo *f)
{
	timer_setup(&f->timer, foo_timer, 0);
	usb_fill_bulk_urb(f->urb, NULL, 0, NULL, 0, foo_complete, f);
	return request_irq(f->irq, foo_irq, 0, "foo", f);
}

// SPDX-License-Identifier: GPL-2.0-only
/* Threads and work items sleep as they like; the handler only wakes them. */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct foo {
	struct mutex mutex;
	struct work_struct work;
	int irq, seen;
};

static void foo_work(struct work_struct *work)
{
	struct foo *f = container_of(work, struct foo, work);

	mutex_lock(&f->mutex);
	msleep(5);
	f->seen++;
	mutex_unlock(&f->mutex);
}

static irqreturn_t foo_irq(int irq, void *data)
{
	struct foo *f = data;

	schedule_work(&f->work);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t foo_thread(int irq, void *data)
{
	struct foo *f = data;

	mutex_lock(&f->mutex);
	f->seen++;
	mutex_unlock(&f->mutex);
	return IRQ_HANDLED;
}

int foo_start(struct foo *f)
{
	INIT_WORK(&f->work, foo_work);
	return request_threaded_irq(f->irq, foo_irq, foo_thread, 0, "foo", f);
}

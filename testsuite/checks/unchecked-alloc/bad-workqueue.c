// SPDX-License-Identifier: GPL-2.0-only
/* alloc_ordered_workqueue() is a macro around alloc_workqueue(), which returns NULL when it fails. */
#include <linux/workqueue.h>

struct pump {
	struct workqueue_struct *wq;
	struct work_struct work;
};

void pump_run(struct work_struct *work);

int pump_init(struct pump *p)
{
	INIT_WORK(&p->work, pump_run);
	p->wq = alloc_ordered_workqueue("pump", 0);	/* expect: unchecked-alloc "alloc_(ordered_)?workqueue" */
	return 0;
}

void pump_kick(struct pump *p)
{
	queue_work(p->wq, &p->work);
}

void pump_exit(struct pump *p)
{
	destroy_workqueue(p->wq);
}

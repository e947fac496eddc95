// SPDX-License-Identifier: GPL-2.0-only
/* The thread releases its argument, unless it could not be started. */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/slab.h>

struct task_arg {
	int id;
};

void task_do(int id);

static int task_main(void *data)
{
	struct task_arg *arg = data;

	task_do(arg->id);
	kfree(arg);
	return 0;
}

int task_start(int id)
{
	struct task_arg *arg = kmalloc(sizeof(*arg), GFP_KERNEL);
	struct task_struct *t;

	if (!arg)
		return -ENOMEM;
	arg->id = id;
	t = kthread_run(task_main, arg, "task");
	if (IS_ERR(t)) {
		kfree(arg);
		return PTR_ERR(t);
	}
	return 0;
}

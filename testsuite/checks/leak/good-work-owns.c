// SPDX-License-Identifier: GPL-2.0-only
/* The work item is a member of what its function releases. */
#include <linux/slab.h>
#include <linux/workqueue.h>

struct job {
	struct work_struct work;
	int arg;
};

void job_do(int arg);

static void job_run(struct work_struct *work)
{
	struct job *job = container_of(work, struct job, work);

	job_do(job->arg);
	kfree(job);
}

int job_start(int arg)
{
	struct job *job = kmalloc(sizeof(*job), GFP_KERNEL);

	if (!job)
		return -ENOMEM;
	job->arg = arg;
	INIT_WORK(&job->work, job_run);
	schedule_work(&job->work);
	return 0;
}

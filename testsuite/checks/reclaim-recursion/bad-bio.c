// SPDX-License-Identifier: GPL-2.0-only
/*
 * A read has completed.  Where that runs in a process, it may sleep: what it allocates must not wait for I/O, though, which
 * may be this very one.
 */
#include <linux/preempt.h>
#include <linux/slab.h>

struct bio {
	void *bi_private;
	void (*bi_end_io)(struct bio *bio);
};

static void *scroll;

static void scroll_unroll(struct bio *bio)
{
	scroll = kmalloc(64, GFP_KERNEL);	/* expect: reclaim-recursion "may start I/O to reclaim memory" */
	bio->bi_private = scroll;
}

static void scroll_end_io(struct bio *bio)
{
	if (in_atomic() || irqs_disabled())
		return;
	scroll_unroll(bio);
}

void scroll_read(struct bio *bio)
{
	bio->bi_end_io = scroll_end_io;
}

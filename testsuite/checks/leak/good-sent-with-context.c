// SPDX-License-Identifier: GPL-2.0-only
/* Who is given the context releases its buffer when that fails; when it does not, the buffer is under way. */
#include <linux/slab.h>

struct ctx {
	char *buf;
	int end;
};

struct card {
	struct ctx cmd, data;
};

int wire_queue(struct ctx *c);

static int ctx_submit(struct ctx *c)
{
	if (wire_queue(c)) {
		kfree(c->buf);
		c->buf = NULL;
		return -1;
	}
	return 0;
}

int card_start(struct card *card)
{
	card->cmd.buf = kmalloc(64, GFP_KERNEL);
	if (!card->cmd.buf)
		return -ENOMEM;
	if (ctx_submit(&card->cmd))
		return -1;
	if (wire_queue(&card->data))
		return -1;
	return 0;
}

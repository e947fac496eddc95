// SPDX-License-Identifier: GPL-2.0-only
/* Buffers that are only lent: bytes with their length, a record on the stack. */
#include <linux/errno.h>
#include <linux/slab.h>

typedef int fill_fn(void *data, u8 *chunk, u32 size, u64 offset);

struct stream {
	fill_fn *fill;
	void *data;
};

int read_all(struct stream *s, fill_fn *fill, u64 end)
{
	u64 at = 0;
	int err = 0;
	u8 *chunk;

	chunk = kmalloc(256, GFP_KERNEL);
	if (!chunk)
		return -ENOMEM;
	while (at < end) {
		err = fill(s->data, chunk, 256, at);
		if (err)
			break;
		at += 256;
	}
	return err;		/* expect: leak "'chunk' from kmalloc" */
}

struct transfer {
	void *buf;
	u32 len;
};

int send_message(struct transfer *t, u32 nr);

static int send_one(void *buf, u32 len)
{
	struct transfer t[2] = { };

	t[0].len = len;
	t[1].buf = buf;
	return send_message(t, 2);
}

int send_config(u32 len)
{
	void *config;
	int err;

	config = kzalloc(len, GFP_KERNEL);
	if (!config)
		return -ENOMEM;
	err = send_one(config, len);
	if (err)
		return err;	/* expect: leak "'config' from kzalloc" */
	kfree(config);
	return 0;
}

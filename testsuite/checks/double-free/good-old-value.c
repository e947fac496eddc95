// SPDX-License-Identifier: GPL-2.0-only
/* What was loaded from a place, and is passed after something else was stored there, is what was there. */
#include <linux/slab.h>

struct sieve {
	char *mesh;
};

struct sink {
	struct sieve *sieve;
	char *tag;
};

static int sieve_make(int n, struct sieve **out)
{
	struct sieve *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	s->mesh = kmalloc(n, GFP_KERNEL);
	if (!s->mesh) {
		kfree(s);
		return -ENOMEM;
	}
	*out = s;
	return 0;
}

static void sieve_drop(struct sieve *s)
{
	if (!s)
		return;
	kfree(s->mesh);
	kfree(s);
}

int sink_set(struct sink *sink, int n)
{
	struct sieve *sieve = NULL, *old;
	int err = 0;

	if (n)
		err = sieve_make(n, &sieve);
	old = sink->sieve;
	sink->sieve = sieve;
	sieve_drop(old);
	kfree(sink->tag);
	sink->tag = kmalloc(8, GFP_KERNEL);
	if (!sink->tag) {
		sieve_drop(sink->sieve);
		sink->sieve = NULL;
		return -ENOMEM;
	}
	return err;
}

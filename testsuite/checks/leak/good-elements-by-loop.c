// SPDX-License-Identifier: GPL-2.0-only
/* What the elements of an array hold is released by a loop over them, which names them in another way. */
#include <linux/slab.h>

struct slot {
	void *card, *coin;
};

struct deck {
	int nr;
	struct slot slots[];
};

struct table {
	struct deck *deck;
	int width;
};

int deck_shuffle(struct table *t, void *card);

static void deck_clear(struct table *t)
{
	struct deck *d = t->deck;
	int i;

	if (!d)
		return;
	for (i = 0; i < d->nr; i++) {
		struct slot *s = &d->slots[i];

		deck_shuffle(t, NULL);
		if (s->card)
			kfree(s->card);
		kfree(s->coin);
	}
	kfree(d);
	t->deck = NULL;
}

int deck_lay(struct table *t, int n)
{
	struct deck *d;
	int i, err = -ENOMEM;

	if (n > 8)
		n = 8;
	d = kzalloc(sizeof(*d) + n * sizeof(struct slot), GFP_KERNEL);
	if (!d)
		return -ENOMEM;
	t->deck = d;
	d->nr = n;
	for (i = 0; i < n; i++) {
		struct slot *s = &d->slots[i];

		s->card = kmalloc(16, GFP_KERNEL);
		s->coin = kmalloc(16, GFP_KERNEL);
		if (!s->card || !s->coin)
			goto fail;
		if (deck_shuffle(t, s->card)) {
			err = -EIO;
			goto fail;
		}
	}
	return 0;
fail:
	deck_clear(t);
	return err;
}

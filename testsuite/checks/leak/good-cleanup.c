// SPDX-License-Identifier: GPL-2.0-only
/* __free() releases on each exit but the one that gives the pointer away. */
#include <linux/slab.h>

struct card {
	int number;
	void *photo;
};

int card_number(void);
int card_check(const void *photo);

struct card *card_print(void)
{
	struct card *c __free(kfree) = kzalloc(sizeof(*c), GFP_KERNEL);
	void *photo __free(kvfree) = NULL;

	if (!c)
		return NULL;
	c->number = card_number();
	if (c->number < 0)
		return NULL;
	photo = kvmalloc(c->number, GFP_KERNEL);
	if (!photo || card_check(photo))
		return NULL;
	c->photo = no_free_ptr(photo);
	return_ptr(c);
}

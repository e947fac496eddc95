// SPDX-License-Identifier: GPL-2.0-only
/* What the rounds before have made is released by a loop at the end, by another name; this round's is released here. */
#include <linux/slab.h>

struct lamp {
	char *name;
	int code;
};

struct hall {
	int nr;
	struct lamp lamps[];
};

int hall_has(int code);
int lamp_on(struct hall *h, struct lamp *l);
void lamp_off(struct lamp *l);

int hall_light(struct hall *h)
{
	int code, err, no = 0;
	struct lamp *l;

	for (code = 0; code < h->nr; code++) {
		if (!hall_has(code))
			continue;
		l = &h->lamps[no];
		l->code = code;
		l->name = kmalloc(16, GFP_KERNEL);
		if (!l->name) {
			err = -ENOMEM;
			goto fail;
		}
		err = lamp_on(h, l);
		if (err) {
			kfree(l->name);
			goto fail;
		}
		no++;
	}
	return 0;
fail:
	while (--no >= 0) {
		struct lamp *on = &h->lamps[no];

		lamp_off(on);
		kfree(on->name);
	}
	return err;
}

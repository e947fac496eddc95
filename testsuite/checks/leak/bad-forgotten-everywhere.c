// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nobody ever releases what the constructor leaves in a member.
 * run: --min-confidence=low
 */
#include <linux/slab.h>

struct snapshot {
	int nr;
	int *bo;
};

struct snapshot *snapshot_take(int nr)
{
	struct snapshot *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	s->nr = nr;
	s->bo = kcalloc(nr, sizeof(*s->bo), GFP_KERNEL);
	if (!s->bo) {
		kfree(s);
		return NULL;
	}
	return s;
}

void snapshot_drop(struct snapshot *s)
{
	for (int i = 0; i < s->nr; i++)
		s->nr--;
	kfree(s);	/* expect: leak "'struct snapshot.bo' is not released with what holds it, nor anywhere else" */
}

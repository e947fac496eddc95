// SPDX-License-Identifier: GPL-2.0-only
/* What is stored in the caller's object belongs to it, also when the function fails afterwards: its owner cleans up. */
#include <linux/slab.h>

struct stage {
	void *lights;
	void *sound;
};

int stage_plug(struct stage *s);

static int stage_setup(struct stage *s)
{
	s->lights = kzalloc(64, GFP_KERNEL);
	if (!s->lights)
		return -ENOMEM;
	s->sound = kzalloc(64, GFP_KERNEL);
	if (!s->sound)
		return -ENOMEM;
	return stage_plug(s);
}

static void stage_clean(struct stage *s)
{
	kfree(s->sound);
	kfree(s->lights);
	kfree(s);
}

struct stage *stage_new(void)
{
	struct stage *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
	if (stage_setup(s)) {
		stage_clean(s);
		return NULL;
	}
	return s;
}

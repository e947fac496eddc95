// SPDX-License-Identifier: GPL-2.0-only
/* What the notes say: down to the allocator, the branches that decide, nothing of those that do not. */
#include <linux/slab.h>

struct lantern {
	char *oil;
	unsigned int flags;
};

void lantern_shout(void);
int lantern_light(struct lantern *l);
bool lantern_windy(void);

static struct lantern *lantern_raw(void)
{
	return kzalloc(sizeof(struct lantern), GFP_KERNEL);	/* step: alloc "^allocated by kzalloc\(\)$" */
}

static struct lantern *lantern_new(void)
{
	return lantern_raw();		/* step: call "^calls lantern_raw\(\)$" */
}

int lantern_try(int loud, int mode)
{
	struct lantern *l = lantern_new();	/* step: alloc "^comes from lantern_new\(\)$" */
	int err;

	if (!l)
		return -ENOMEM;
	if (loud)
		lantern_shout();
	err = lantern_light(l);
	if (err < 0)		/* step: branch "^where 'err' from lantern_light\(\) is negative$" */
		goto out;
	kfree(l);
out:
	return err;		/* expect: leak "^'l' from lantern_new\(\) is not released" */
}

int lantern_test(int mode)
{
	struct lantern *l = lantern_new();

	if (!l)
		return -ENOMEM;
	switch (mode) {		/* step: branch "^where 'mode' is 2 to 4$" */
	case 1:
		break;
	case 2 ... 4:
		if (lantern_windy())	/* step: branch "^where lantern_windy\(\) returns true$" */
			return -EAGAIN;	/* expect: leak "^'l' from lantern_new\(\)" */
		break;
	default:
		l->flags &= 4;
		break;
	}
	kfree(l);
	return 0;
}

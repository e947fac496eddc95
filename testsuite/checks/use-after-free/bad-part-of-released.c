// SPDX-License-Identifier: GPL-2.0-only
/* A callee leaves a released pointer behind; the cleanup releases what that holds, and then it once more. */
#include <linux/slab.h>

struct cup {
	void *tea;
};

struct tray {
	struct cup *cup;
};

static int tray_lay(struct tray *t)
{
	t->cup = kzalloc(sizeof(*t->cup), GFP_KERNEL);
	if (!t->cup)
		return -ENOMEM;
	t->cup->tea = kmalloc(16, GFP_KERNEL);
	if (!t->cup->tea) {
		kfree(t->cup);
		return -ENOMEM;
	}
	return 0;
}

static void tray_clear(struct tray *t)
{
	if (t->cup) {
		kfree(t->cup->tea);
		kfree(t->cup);
		t->cup = NULL;
	}
}

int tray_serve(struct tray *t)
{
	int err = tray_lay(t);

	if (err)
		tray_clear(t);	/* expect: use-after-free "'t->cup' is used" */ /* expect: double-free "'t->cup' is released twice" */
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only
/* One reference is put while another one is held. */
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/slab.h>

struct room {
	struct kref ref;
	int light;
};

static void room_release(struct kref *ref)
{
	kfree(container_of(ref, struct room, ref));
}

int room_visit(struct room *r);

int room_try(struct room *r)
{
	int err;

	kref_get(&r->ref);
	err = room_visit(r);
	kref_put(&r->ref, room_release);
	r->light = 0;
	return err;
}

int room_leave(struct room *r)
{
	int light = r->light;

	if (kref_put(&r->ref, room_release))
		return light;
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/* A reference more does not keep bytes alive that are released as such. */
#include <linux/kref.h>
#include <linux/slab.h>

struct note {
	struct kref kref;
	int pitch;
};

int note_play(struct note *note);

int note_once(struct note *note)
{
	int err;

	kref_get(&note->kref);
	err = note->pitch;
	kfree(note);
	if (err)
		kfree(note);	/* expect: double-free "'note' is released twice" */
	return err;
}

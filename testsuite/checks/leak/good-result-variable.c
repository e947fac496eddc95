// SPDX-License-Identifier: GPL-2.0-only
/* One exit for success and failure: the error code says whether the memory is still ours. */
#include <linux/slab.h>

struct song {
	int *notes;
};

int song_tune(int *notes);

int song_load(struct song *s, int n)
{
	int *notes = kcalloc(n, sizeof(*notes), GFP_KERNEL);
	int err;

	if (!notes)
		return -ENOMEM;
	err = song_tune(notes);
	if (!err)
		s->notes = notes;
	if (err)
		kfree(notes);
	return err;
}

int song_load_other(struct song *s, int n)
{
	int *notes = kcalloc(n, sizeof(*notes), GFP_KERNEL);
	int err;

	if (!notes)
		return -ENOMEM;
	err = song_tune(notes);
	if (err < 0)
		goto out;
	s->notes = notes;
	notes = NULL;
	err = 0;
out:
	kfree(notes);
	return err;
}

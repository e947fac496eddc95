// SPDX-License-Identifier: GPL-2.0-only
/* A pointer to the data of an skb is worth nothing when the skb is gone. */
#include <linux/skbuff.h>

struct note {
	int pitch, length;
};

int note_play(int pitch);

int note_take(struct sk_buff *skb)
{
	struct note *note = (struct note *)skb->data;
	int err = note_play(note->pitch);

	kfree_skb(skb);
	return err + note->length;	/* expect: use-after-free "'skb' is used after its release" */
}

int note_copy(struct sk_buff *skb)
{
	struct note *note = (struct note *)skb->data;
	int length = note->length;

	kfree_skb(skb);
	return length;
}

// SPDX-License-Identifier: GPL-2.0-only
/* Once for the time after the grace period, once at once. */
#include <linux/rcupdate.h>
#include <linux/slab.h>

struct sign {
	struct rcu_head rcu;
	int text;
};

int sign_show(int text);

int sign_try(int text)
{
	struct sign *s = kzalloc(sizeof(*s), GFP_KERNEL);
	int err;

	if (!s)
		return -ENOMEM;
	s->text = text;
	err = sign_show(s->text);
	if (err)
		kfree_rcu(s, rcu);
	kfree(s);			/* expect: double-free "'s' from kzalloc" */
	return err;
}

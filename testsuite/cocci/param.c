// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: gfp_param.cocci
 */
static struct a *shared(struct b *b)
{
	return kzalloc(sizeof(struct a), GFP_KERNEL);
}

static struct a *chosen(struct b *b, gfp_t gfp)
{
	return kzalloc(sizeof(struct a), gfp);
}

static struct a *atomic(struct b *b)
{
	return kzalloc(sizeof(struct a), GFP_ATOMIC);
}

static void sleeps(struct b *b)
{
	b->a = shared(b);
	spin_lock(&b->lock);
	spin_unlock(&b->lock);
	b->a = shared(b);
}

static void does_not(struct b *b)
{
	spin_lock(&b->lock);
	b->a = shared(b); /* report */
	b->b = chosen(b, GFP_ATOMIC);
	b->c = atomic(b);
	spin_unlock(&b->lock);
}

static void guarded(struct b *b)
{
	guard(spinlock_irqsave)(&b->lock);
	b->a = shared(b); /* report */
}

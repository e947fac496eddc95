// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: lock_region.cocci
 */
int first_thing(struct a *a)
{
	struct b *b;

	spin_lock_irqsave(&a->lock, flags);
	b = kzalloc(sizeof(*b), GFP_KERNEL); /* report */
	if (!b) {
		spin_unlock_irqrestore(&a->lock, flags);
		return -ENOMEM;
	}
	list_add(&b->list, &a->list);
	spin_unlock_irqrestore(&a->lock, flags);
	return 0;
}
int right(struct a *a)
{
	struct b *b;

	spin_lock_irqsave(&a->lock, flags);
	b = kzalloc(sizeof(*b), GFP_ATOMIC);
	if (!b) {
		spin_unlock_irqrestore(&a->lock, flags);
		return -ENOMEM;
	}
	list_add(&b->list, &a->list);
	spin_unlock_irqrestore(&a->lock, flags);
	return 0;
}
int has_work_first(struct a *a)
{
	struct b *b;

	spin_lock(&a->lock);
	a->n++;
	b = kzalloc(a->n, GFP_KERNEL);
	if (!b) {
		spin_unlock(&a->lock);
		return -ENOMEM;
	}
	a->b = b;
	spin_unlock(&a->lock);
	return 0;
}
int before(struct a *a)
{
	struct b *b;

	b = kzalloc(sizeof(*b), GFP_KERNEL);
	if (!b)
		return -ENOMEM;
	spin_lock(&a->lock);
	a->b = b;
	spin_unlock(&a->lock);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: mismatched_free.cocci
 */
void f(void)
{
	char *a, *b, *c;

	a = vmalloc(3);
	b = kvmalloc(3, GFP_KERNEL);
	c = kmalloc(3, GFP_KERNEL);
	kfree(a); /* report */
	kfree(b); /* report */
	kfree(c);
}

void right(void)
{
	char *a, *b;

	a = vmalloc(3);
	b = kvmalloc_obj(*b);
	vfree(a);
	kvfree(b);
}

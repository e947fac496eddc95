// SPDX-License-Identifier: GPL-2.0-only
/* memset(), memcpy(), strlen(), strcpy() and snprintf() look at what they are given. */
#include <linux/slab.h>
#include <linux/string.h>

void show(const char *s);

void banner_fill(size_t n)
{
	char *a = kmalloc(n, GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	memset(a, '*', n);
	show(a);
	kfree(a);
}

void banner_copy(const char *from, size_t n)
{
	char *a = kmalloc(n, GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	memcpy(a, from, n);
	show(a);
	kfree(a);
}

size_t banner_len(const char *from)
{
	char *a = kstrdup(from, GFP_KERNEL);	/* expect: unchecked-alloc "kstrdup" */
	size_t n = strlen(a);

	kfree(a);
	return n;
}

void banner_number(int nr)
{
	char *a = kmalloc(16, GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	snprintf(a, 16, "%d", nr);
	show(a);
	kfree(a);
}

void banner_string(const char *from)
{
	char *a = kmalloc(strlen(from) + 1, GFP_KERNEL);	/* expect: unchecked-alloc "kmalloc" */

	strcpy(a, from);
	show(a);
	kfree(a);
}

// SPDX-License-Identifier: GPL-2.0-only
/* The size decides on the allocator, and on the release; or the address is asked. */
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

int field_plough(void *field);

int field_try(size_t n)
{
	void *field = n > 4096 ? vmalloc(n) : kmalloc(n, GFP_KERNEL);
	int err;

	if (!field)
		return -ENOMEM;
	err = field_plough(field);
	if (n > 4096)
		vfree(field);
	else
		kfree(field);
	return err;
}

int field_other(size_t n)
{
	void *field = kmalloc(n, GFP_KERNEL);
	int err;

	if (!field)
		field = vmalloc(n);
	if (!field)
		return -ENOMEM;
	err = field_plough(field);
	if (is_vmalloc_addr(field))
		vfree(field);
	else
		kfree(field);
	return err;
}

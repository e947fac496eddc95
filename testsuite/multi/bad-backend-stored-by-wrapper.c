// SPDX-License-Identifier: GPL-2.0-only
/*
 * A backend registers its functions with the core, which keeps them in members of its own; and a hook is a variable.
 * Both are called under a lock.
 *
 * run: --checks=gfp-in-atomic,sleep-in-atomic
 */
//--- core/store.h
#include <linux/spinlock.h>

struct zone_info {
	int (*write)(void *buf, int n);
	int (*read)(void *buf, int n);
};

struct store_info {
	spinlock_t lock;
	int (*write)(void *buf, int n);
};

int zone_register(struct zone_info *z);
void zone_info_init(struct zone_info *z, int (*write)(void *, int), int (*read)(void *, int));
void store_set_hook(void (*fn)(void));
//--- core/store.c
#include "store.h"

static struct store_info *store;
static void (*store_hook)(void);

void zone_info_init(struct zone_info *z, int (*write)(void *, int), int (*read)(void *, int))
{
	z->write = write;
	z->read = read;
}

int zone_register(struct zone_info *z)
{
	store->write = z->write;
	return 0;
}

void store_set_hook(void (*fn)(void))
{
	store_hook = fn;
}

int store_dump(void *buf)
{
	int err;

	spin_lock(&store->lock);
	err = store->write(buf, 16);
	spin_unlock(&store->lock);
	return err;
}

void store_flush(void)
{
	spin_lock(&store->lock);
	if (store_hook)
		store_hook();
	spin_unlock(&store->lock);
}
//--- drivers/ram.c
#include <linux/slab.h>
#include "../core/store.h"

static struct zone_info ram_zone;
static void *last;

static int ram_write(void *buf, int n)
{
	last = kzalloc(8, GFP_KERNEL);		/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*store->lock" */
	return last ? 0 : -12;
}

static int ram_read(void *buf, int n)
{
	last = kzalloc(8, GFP_KERNEL);		/* nobody calls it under the lock */
	return last ? 0 : -12;
}

static void ram_hook(void)
{
	last = kzalloc(8, GFP_KERNEL);		/* expect: gfp-in-atomic "kzalloc.*GFP_KERNEL.*store->lock" */
}

int ram_init(void)
{
	zone_info_init(&ram_zone, ram_write, ram_read);
	store_set_hook(ram_hook);
	return zone_register(&ram_zone);
}

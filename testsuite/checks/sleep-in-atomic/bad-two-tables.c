// SPDX-License-Identifier: GPL-2.0-only
/* As good-two-tables.c, but it is the kind with a poke that calls it under its lock. */
#include <linux/mutex.h>
#include <linux/spinlock.h>

struct map;
struct map_ops {
	void (*release)(struct map *m);
	void (*poke)(struct map *m);
};
struct map {
	const struct map_ops *ops;
	spinlock_t lock;
	struct mutex text;
};

static void prog_poke(struct map *m);

static void remove_all(struct map *m)
{
	if (m->ops->poke)
		m->ops->poke(m);
}

static void event_release(struct map *m)
{
	spin_lock(&m->lock);
	remove_all(m);
	spin_unlock(&m->lock);
}

const struct map_ops event_ops = { .release = event_release, .poke = prog_poke };

static void prog_poke(struct map *m)
{
	mutex_lock(&m->text);	/* expect: sleep-in-atomic "mutex_lock" */
	mutex_unlock(&m->text);
}

static void prog_release(struct map *m)
{
	remove_all(m);
}

const struct map_ops prog_ops = { .release = prog_release, .poke = prog_poke };

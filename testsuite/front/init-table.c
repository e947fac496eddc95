// SPDX-License-Identifier: GPL-2.0-only
/* Initialisers of globals: rows for each function or object whose address a table holds. */
struct dev;
struct inner { int (*start)(struct dev *), (*stop)(struct dev *); };
struct ops {
	const char *name;
	int (*open)(struct dev *);
	int (*close)(struct dev *);
	struct inner inner;
	const struct inner *more;
	union { int (*u1)(struct dev *); long u2; };
	int (*list[3])(struct dev *);
};
typedef int (*fn_t)(struct dev *);

static int f1(struct dev *d) { return 1; }
static int f2(struct dev *d) { return 2; }
int f3(struct dev *d);

static const struct inner inner = { f1, f2 };

const struct ops designated = {
	.name = "x",
	.open = f1,
	.close = &f2,
	.inner = { .stop = f3, .start = f1 },
	.more = &inner,
	.u1 = f2,
	.list = { f1, f2 },
};

static struct ops positional = { "y", f1, f2, { f3 }, &inner };
struct ops mixed = { .open = f1, f2, .inner.stop = f3, };
struct ops old = { open: f1, close: (fn_t)f2 };
struct ops array[] = { [1] = { .open = f3 }, { .close = f1 }, [4].open = f2 };
struct ops partly = { .list[1] = f1 };
static fn_t handlers[] = { f1, [5] = f2 };
fn_t single = f3;
struct ops choice = { .open = 1 ? f1 : f2, .close = 0 ? f1 : (void *)0 };
static const struct inner *tables[] = { &inner, &designated.inner };
struct list { struct list *next, *prev; };
struct list head = { &head, &head };
__typeof__(f1) *unset;
__typeof__(f1) *set = f2;

int use(struct dev *d, int i)
{
	static const struct ops here = { .open = f2 };
	static fn_t there[] = { f3 };

	return here.open(d) + there[i](d) + handlers[i](d) + positional.open(d) + tables[i]->stop(d);
}

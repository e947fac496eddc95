// SPDX-License-Identifier: GPL-2.0-only
/* Initialisers of locals and compound literals: a store for each member. */
struct pair { int x, y; };
struct req {
	int n;
	struct pair p;
	void (*done)(struct req *);
	union { int u; void *v; };
	int list[2];
};
typedef void (*fn_t)(struct req *);
int a(int);
void end(struct req *);
void submit(struct req *);
int sum(struct pair);

void designated(int i)
{
	struct req r = { .n = a(i), .p = { 1, i }, .done = end, .v = 0, .list = { a(2), 3 } };

	submit(&r);
}

void positional(void)
{
	struct req r = { 1, { 2, 3 }, end };

	submit(&r);
}

void nested(void)
{
	struct req r = { .p.y = a(1), .done = end };

	submit(&r);
}

void zero(void)
{
	struct req r = { 0 }, e = {};

	submit(&r);
	submit(&e);
}

void copies(struct req *q)
{
	struct req r = *q;

	r.p = q->p;
	*q = (struct req){ .n = 2, .done = end };
	submit(&r);
}

int literals(void)
{
	submit(&(struct req){ .done = end });
	return sum((struct pair){ a(1), a(2) }) + (int[]){ 4, a(5) }[1] + ((struct pair){ .y = 6 }).y;
}

void table(struct req *r, int i)
{
	fn_t t[] = { end, [1] = submit };
	const struct pair pairs[] = { { 1, a(1) }, { .y = a(2) } };

	t[i](r);
	a(pairs[i].y);
}

void loop(int n)
{
	while (n--) {
		struct pair p = { .x = n };

		sum(p);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers in initialisers of globals: each value once, and "many" from the fifth on; what is not named is 0.  A variable that is a
 * number itself has one, too, when the compiler knows it and nothing else may change it.
 */
enum mode { SLOW, FAST };
struct sub { int depth; };
struct config {
	_Bool fast_io;
	enum mode mode;
	int width;
	unsigned flags;
	struct sub sub;
	int list[2];
	const char *name;
	struct sub *next;
};
static struct sub leaf = { 2 };
static const struct config one = { .fast_io = 1, .mode = FAST, .flags = 1 | 4, .sub = { .depth = 3 }, .name = "one",
	.list = { 7, 8 }, .next = &leaf };
static const struct config table[] = {
	{ 1, SLOW, 8 }, { 0, SLOW, 16 }, { 1, FAST, 24 }, { .width = 32 }, { .width = 40 },
};

const int limit = 2 * sizeof(int);
static _Bool quiet = 1;
static volatile int seen = 3;
static int *const where = (int *)&quiet;

int first(void)
{
	static struct sub local = { .depth = 9 };
	static const unsigned int mask = ~0u;

	return one.width + table[0].width + local.depth + limit + quiet + seen + *where + mask;
}

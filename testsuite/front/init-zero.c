// SPDX-License-Identifier: GPL-2.0-only
/* Members of a local that its initialiser does not name are 0; of unions and arrays nothing is said. */
struct inner { int x, y; };
struct opts {
	int flags;
	void *data;
	struct inner in;
	int list[2];
	_Bool sync;
};
union either { int a; void *b; };
void use(void *);

void locals(int v)
{
	struct opts none = { };
	struct opts some = { .data = 0, .flags = v, .in = { .y = 1 } };
	struct inner first = { v };
	union either e = { };

	use(&none);
	use(&some);
	use(&first);
	use(&e);
}

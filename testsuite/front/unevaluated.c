// SPDX-License-Identifier: GPL-2.0-only
/* Operands of sizeof, typeof and alignof are not evaluated; a variable's type is not its initialiser. */
struct s { int n; char buf[16]; };
struct s *get(void);
int a(int);

int sizes(struct s *p, int n)
{
	return sizeof(a(1)) + sizeof(*get()) + sizeof(p->buf) + sizeof(struct s) + _Alignof(__typeof__(*get())) +
		sizeof(n++);
}

int type_only(struct s *p)
{
	__typeof__(*p) copy;
	__typeof__(get()) q;
	__typeof__(a(2)) n = 3;

	copy.n = n;
	q = (__typeof__(get()))p;
	return q->n + copy.n;
}

int casts(void *p)
{
	return ((__typeof__(*get()) *)p)->n + (__typeof__(a(3)))4;
}

#define container_of(ptr, type, member) ({ \
	void *__mptr = (void *)(ptr); \
	((type *)(__mptr - __builtin_offsetof(type, member))); })
#define max(x, y) ({ __typeof__(x) _x = (x); __typeof__(y) _y = (y); (void)(&_x == &_y); _x > _y ? _x : _y; })

int usual(char *buf, int n)
{
	struct s *p = container_of(buf, struct s, buf);

	return max(p->n, a(n));
}

int vla(int n)
{
	int t[n + a(4)];

	return sizeof(t);
}

int arrays(void)
{
	int t[2] = { a(5), a(6) };
	char s[] = "text";

	return t[1] + s[0];
}

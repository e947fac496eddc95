// SPDX-License-Identifier: GPL-2.0-only
/* Expressions that need control flow or an order: ?:, GNU ?:, &&, ||, !, comma, ++, statement expressions. */
struct s { int n; struct s *next; };
int a(int);
struct s *find(int);
void v(void);

int choose(int x)
{
	return x > 3 ? a(1) : a(2);
}

int elvis(int x)
{
	return a(x) ?: x ?: 7;
}

struct s *elvis_pointer(struct s *p)
{
	return p->next ?: find(1);
}

void void_choice(int x)
{
	x ? v() : (void)a(x);
}

int condition(int x, int y)
{
	if ((x && a(y)) || !(y || a(x)))
		return 1;
	return !(x && y);
}

int truth(int x, struct s *p)
{
	int t = x && p->n;

	t += p || a(t);
	return !!t;
}

int comma(int x)
{
	return (a(1), x++, a(x));
}

int steps(int *p, int i)
{
	*p++ = i++;
	*++p = --i;
	return p[i--]--;
}

int block(int x)
{
	int r = ({
		int t = a(x);

		if (t < 0)
			t = -t;
		t;
	});

	({ v(); });
	return r + ({ x; });
}

int leave_block(int x)
{
	for (;;)
		x += ({ if (x > 9) break; if (x == 2) return 3; a(x); });
	return x;
}

int chain(struct s *p)
{
	p->n = p->next->n = a(3);
	p->n |= 4;
	p->next->n <<= a(1);
	return (p = find(2))->n;
}

int order(unsigned int u, int i, unsigned char c)
{
	return (u < 3) + (i < 3) + (c < 3) + (i < u) + (u >> 1) + (i >> 1) + (int)(u / 2) + i % 3;
}

int nested(int x)
{
	return a(a(x) ? a(1) : ({ a(2) + a(3); }));
}

// SPDX-License-Identifier: GPL-2.0-only
/* Loops: every set of missing parts of a for, while, do, the frame of a macro. */
void a(int);
int more(void);

void for_all(int n)
{
	for (int i = 0; i < n; i++)
		a(i);
}

void for_ever(void)
{
	for (;;) {
		if (more())
			break;
	}
}

void for_cond(int n)
{
	for (; n > 0;)
		a(n--);
}

void for_first_cond(int n, int i)
{
	for (i = 0; i < n;) {
		a(i);
		i += 2;
	}
}

void for_cond_assigns(int x)
{
	for (; (x = more());)
		a(x);
}

void for_cond_assigns_step(int x, int n)
{
	for (; (x = more()); n++)
		a(x);
}

void for_first_only(int i)
{
	for (i = 7;;)
		a(i++);
}

void for_step_only(int i)
{
	for (;; i++)
		if (more())
			return;
}

void for_calls(int x)
{
	for (a(1); more();)
		a(x);
	for (; more(); a(2))
		a(x);
	for (a(3);; a(4))
		if (more())
			continue;
		else
			break;
}

#define for_each_more(x, n) for (; (x = more()) /* not; a part */; n++)

void for_macro(int x, int n)
{
	for_each_more(x, n)
		a(';');
}

void whiles(int n)
{
	while (n--) {
		if (n == 3)
			continue;
		a(n);
	}
	do {
		a(n);
		if (n == 4)
			continue;
	} while (++n < 10);
}

void frame(int n)
{
	do {
		if (n)
			break;
		a(1);
	} while (0);
	while (1) {
		if (more())
			return;
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/* Static locals are globals with a name of their own; extern and shadowing declarations; globals of all kinds. */
int a(int);
static int counter;
extern int elsewhere;
int tentative;
int f(void) { static int counter; return counter++; }
int g(void) { static int counter = 5; return --counter; }

int two_scopes(int x)
{
	if (x) {
		static int n = 1;

		n = x;
	} else {
		static int n;

		n = a(n);
	}
	return counter + elsewhere + tentative;
}

int shadow(int x)
{
	int y = x;

	{
		int x = a(y);
		int y = x;

		a(y);
	}
	{
		extern int outside;

		outside = y;
	}
	return y;
}

static int *pointer(void)
{
	static int buf[4];

	return buf;
}

int through(void)
{
	int here(int);

	return *pointer() + here(2);
}

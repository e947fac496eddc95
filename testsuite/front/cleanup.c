// SPDX-License-Identifier: GPL-2.0-only
/* cleanup: destructors run in reverse order at every way out of the scope, after the value of a return. */
#include <linux/compiler.h>
#include <linux/cleanup.h>

void put(int **p);
void unlock(int **p);
int *get(int n);
void a(int);

int early_return(int n)
{
	int *x __cleanup(put) = get(n);

	if (!x)
		return -1;
	int *l __cleanup(unlock) = get(2);

	if (*l)
		return *x;
	a(1);
	return 0;
}

void breaks(int n)
{
	while (n--) {
		int *x __cleanup(put) = get(n);

		if (*x == 1)
			continue;
		if (*x == 2)
			break;
		a(*x);
	}
	a(-1);
}

int gotos(int n)
{
	int *outer __cleanup(put) = get(n);

	{
		int *inner __cleanup(unlock) = get(n + 1);

		if (*inner)
			goto out;
		if (*outer)
			goto far;
		a(1);
	}
out:
	a(2);
	return 1;
far:
	a(3);
	return 2;
}

void backwards(int n)
{
again:
	a(0);
	{
		int *x __cleanup(put) = get(n);

		if (*x)
			goto again;
	}
}

int in_expression(int n)
{
	return ({ int *x __cleanup(put) = get(n); *x + 1; }) + 5;
}

void for_scope(int n)
{
	for (int *x __cleanup(put) = get(n); *x; ) {
		if (n == 7)
			return;
		if (n == 8)
			break;
	}
	a(1);
}

void no_value(void)
{
	int *x __cleanup(put) = get(1);

	a(*x);
}

void in_switch(int n)
{
	switch (n) {
	case 1: {
		int *x __cleanup(put) = get(n);

		if (*x)
			break;
		a(1);
		fallthrough;
	}
	case 2:
		a(2);
	}
}

static void own(int **p)
{
	put(p);
}

void static_destructor(void)
{
	int *x __cleanup(own) = get(1);

	a(*x);
}

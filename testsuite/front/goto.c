// SPDX-License-Identifier: GPL-2.0-only
/* goto: the usual ladder of errors, backwards, into a shared label, labels of one name, computed. */
int a(int);

int ladder(void)
{
	int ret;

	ret = a(1);
	if (ret)
		goto out;
	ret = a(2);
	if (ret)
		goto undo;
	return 0;

undo:
	a(-1);
out:
	return ret;
}

void again(int n)
{
retry:
	if (a(n)) {
		n--;
		goto retry;
	}
}

/* two paths into one label that stands inside of a branch */
void shared(int x)
{
	if (x > 5)
		goto fail;
	if (a(1)) {
		a(2);
fail:
		a(3);
	}
	a(4);
}

#define ONCE(x) ({ __label__ done; int r = 0; if (x) goto done; r = a(5); done: r; })

int same_name(int x)
{
	return ONCE(x) + ONCE(x + 1);
}

#define HERE ({ __label__ here; here: (unsigned long)&&here; })

int addresses(void)
{
	unsigned long p = HERE;

	a(1);
	p = HERE;
	a(2);
	return p != 0;
}

void computed(int x)
{
	static const void *const to[] = { &&one, &&two };

	goto *to[x];
one:
	a(1);
two:
	a(2);
}

void unused_label(void)
{
	a(1);
nobody: __attribute__((unused));
	a(2);
}

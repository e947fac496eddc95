// SPDX-License-Identifier: GPL-2.0-only
/* switch: ranges, fallthrough, no default, cases inside of a loop, a switch in a loop, wide values. */
enum kind { ONE = 1, TWO, FIVE = 5 };
void a(int);
int b(void);

int ranges(int x)
{
	switch (x) {
	case -3 ... -1:
		return 1;
	case 0:
	case ONE ... FIVE:
		a(0);
		__attribute__((__fallthrough__));
	case 'x':
		a(1);
		break;
	default:
		a(2);
	}
	return x;
}

void no_default(enum kind k)
{
	switch (k) {
	case ONE:
		a(1);
		break;
	case TWO:
		a(2);
	}
	a(3);
}

void default_first(unsigned long long x)
{
	switch (x) {
	default:
		a(0);
		break;
	case 0xffffffffffffffffULL:
		a(1);
		break;
	case 1ULL << 40:
		a(2);
	}
}

void in_loop(int n)
{
	while (n) {
		switch (b()) {
		case 1:
			continue;
		case 2:
			break;
		case 3:
			goto out;
		}
		a(n);
	}
out:
	a(-1);
}

void into_loop(int n)
{
	switch (n & 3) {
	case 0:
		do {
			a(0);
	case 3:
			a(3);
	case 1:
			a(1);
		} while (n -= 4);
	}
}

void nested(int x, int y)
{
	switch (x) {
	case 1:
		switch (y) {
		case 1:
			a(11);
			break;
		default:
			return;
		}
		a(10);
		break;
	case 2:
		a(2);
	}
}

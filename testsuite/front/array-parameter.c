// SPDX-License-Identifier: GPL-2.0-only
/* A parameter that is written as an array is a pointer: its value is passed on, not its address. */
int g(const unsigned char *p);

int f(unsigned char buf[8], int n)
{
	unsigned char loc[4];

	g(loc);
	buf[n] = loc[0];
	return g(buf) + *buf;
}

// SPDX-License-Identifier: GPL-2.0-only
/* EXPORT_SYMBOL() stands behind the function: its symbol is exported all the same. */
#include <linux/export.h>

int visible(int x)
{
	return x;
}
EXPORT_SYMBOL(visible);

int hidden(int x)
{
	return x;
}

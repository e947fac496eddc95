// SPDX-License-Identifier: GPL-2.0-only
/*
 * spatch: double_free.cocci
 */
/* the next one of a loop is another one */
static void loop(struct x **all, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		kfree(all[i]->a);
		kfree(all[i]);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/* Released and allocated anew in each round. */
#include <linux/slab.h>

int wave_ride(void *board);

int wave_try(int n)
{
	void *board = NULL;
	int err = 0;

	while (n-- && !err) {
		kfree(board);
		board = kmalloc(n, GFP_KERNEL);
		if (!board)
			return -ENOMEM;
		err = wave_ride(board);
	}
	kfree(board);
	return err;
}

void wave_all(void **board, int n)
{
	int i;

	for (i = 0; i < n; i++)
		kfree(board[i]);
	kfree(board);
}

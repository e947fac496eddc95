// SPDX-License-Identifier: GPL-2.0-only
/* Whose memory it is does not matter: where a loop has led the pointer, it is not its start any more. */
#include <linux/slab.h>

struct reel {
	char *film;
	int at;
};

void reel_cut(char *film)
{
	while (*film != '\n')
		film++;
	kfree(film);			/* expect: mismatched-free "kfree.*place inside" */
}

void reel_cut_member(struct reel *reel)
{
	char *film;

	for (film = reel->film; *film; film++)
		if (*film == '|')
			break;
	kfree(film);			/* expect: mismatched-free "kfree.*place inside" */
}

/* What is counted is not a pointer, and what is looked up was not moved on. */
void reel_cut_some(struct reel *reel, char **tab, int n)
{
	for (; n > 0; n--)
		reel->at++;
	for (n = reel->at; n < 8; n++)
		kfree(tab[n]);
	kfree(reel->film);
}

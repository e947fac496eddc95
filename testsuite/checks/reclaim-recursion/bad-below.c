// SPDX-License-Identifier: GPL-2.0-only
/*
 * What two functions with GFP_NOFS call for help goes on to others, to more than its effects have room for: all that
 * they allocate is contradicted, too.
 */
#include <linux/slab.h>

struct atlas {
	void *page[16];
	int check;
};

static void atlas_page0(struct atlas *m)
{
	m->page[0] = kmalloc(16, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page1(struct atlas *m)
{
	m->page[1] = kmalloc(32, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page2(struct atlas *m)
{
	m->page[2] = kmalloc(48, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page3(struct atlas *m)
{
	if (m->check)
		m->page[3] = kmalloc(64, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page4(struct atlas *m)
{
	m->page[4] = kmalloc(80, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page5(struct atlas *m)
{
	m->page[5] = kmalloc(96, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page6(struct atlas *m)
{
	m->page[6] = kmalloc(112, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page7(struct atlas *m)
{
	m->page[7] = kmalloc(128, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page8(struct atlas *m)
{
	m->page[8] = kmalloc(144, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page9(struct atlas *m)
{
	m->page[9] = kmalloc(160, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page10(struct atlas *m)
{
	m->page[10] = kmalloc(176, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page11(struct atlas *m)
{
	m->page[11] = kmalloc(192, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page12(struct atlas *m)
{
	m->page[12] = kmalloc(208, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

static void atlas_page13(struct atlas *m)
{
	m->page[13] = kmalloc(224, GFP_KERNEL);	/* expect: reclaim-recursion "keeps out of it" */
}

/* The caller says whether: not those that keep out of it. */
static void atlas_index(struct atlas *m, int all)
{
	if (all)
		m->page[15] = kmalloc(8, GFP_KERNEL);
}

static void atlas_fill(struct atlas *m, int all)
{
	atlas_index(m, all);
	atlas_page0(m);
	atlas_page1(m);
	atlas_page2(m);
	atlas_page3(m);
	atlas_page4(m);
	atlas_page5(m);
	atlas_page6(m);
	atlas_page7(m);
	atlas_page8(m);
	atlas_page9(m);
	atlas_page10(m);
	atlas_page11(m);
	atlas_page12(m);
	atlas_page13(m);
}

int atlas_write(struct atlas *m)
{
	m->page[14] = kmalloc(64, GFP_NOFS);
	atlas_fill(m, 0);
	return 0;
}

int atlas_sync(struct atlas *m)
{
	m->page[14] = kmalloc(32, GFP_NOFS);
	atlas_fill(m, 0);
	return 0;
}

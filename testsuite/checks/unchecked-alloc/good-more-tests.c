// SPDX-License-Identifier: GPL-2.0-only
/* Through a helper, an error code, a loop that tries for ever, and the short circuit of ||. */
#include <linux/kernel.h>
#include <linux/slab.h>

struct peg {
	int hole;
};

static bool peg_there(const struct peg *p)
{
	return p != NULL;
}

int peg_helper(void)
{
	struct peg *p = kmalloc(sizeof(*p), GFP_KERNEL);

	if (!peg_there(p))
		return -ENOMEM;
	p->hole = 1;
	kfree(p);
	return 0;
}

int peg_code(void)
{
	struct peg *p = kmalloc(sizeof(*p), GFP_KERNEL);
	int err = p ? 0 : -ENOMEM;

	if (err)
		return err;
	p->hole = 1;
	kfree(p);
	return 0;
}

int peg_for_ever(void)
{
	struct peg *p;

	while (!(p = kmalloc(sizeof(*p), GFP_KERNEL)))
		might_sleep();
	p->hole = 1;
	kfree(p);
	return 0;
}

int peg_circuit(void)
{
	struct peg *p, *q = NULL;
	int err = -ENOMEM;

	if (!(p = kmalloc(sizeof(*p), GFP_KERNEL)) || !(q = kmalloc(sizeof(*q), GFP_KERNEL)))
		goto out;
	p->hole = 1;
	q->hole = 2;
	err = 0;
out:
	kfree(q);
	kfree(p);
	return err;
}

int peg_break(struct peg **peg, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		peg[i] = kzalloc(sizeof(**peg), GFP_KERNEL);
		if (!peg[i])
			break;
	}
	if (i < n) {
		while (i--)
			kfree(peg[i]);
		return -ENOMEM;
	}
	peg[0]->hole = 1;
	return 0;
}

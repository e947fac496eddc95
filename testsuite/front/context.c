// SPDX-License-Identifier: GPL-2.0-only
/* The Context: section of kernel-doc, and the annotations of sparse. */
#define __must_check __attribute__((warn_unused_result))

/**
 * plain() - one line
 * @x: Context: not this
 *
 * Context: Any context.
 * Return: 0
 */
int plain(int x)
{
	return x;
}

/**
 * lines - several, and an attribute in between
 *
 * CONTEXT:
 * Process context. May sleep
 *   if it must.
 *
 * More about it.
 */
__must_check
static int lines(void)
{
	return plain(0);
}

/*
 * Context: no kernel-doc
 */
int comment(void)
{
	return lines();
}

/** Context: of something else */
struct other { int x; };
int behind(void)
{
	return 0;
}

/**
 * none - without the section
 */
int none(void)
{
	return 0;
}

/**
 * long_one - cut
 * Context: 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789
 *	    0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 012345678 ü
 *	    0123456789
 */
int long_one(void)
{
	return 0;
}

struct lock;
struct dev { struct lock *lock; };
void get(struct dev *d) __acquires(&d->lock);
void put(struct dev *d) __releases(&d->lock);

/** relock - both
 * Context: holds @d->lock.  */
void relock(struct dev *d) __releases(&d->lock) __acquires(&d->lock)
{
	put(d);
	get(d);
}

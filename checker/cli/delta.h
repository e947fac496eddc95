/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A scan of a whole program of which a few source files have changed since its last scan: the result of that one, and what
 * the change makes of it.
 *
 * The files are analysed as they were and as they are, each time in the same surroundings (near.h).  What only the second
 * run finds is new, wherever it stands; what only the first finds is gone; all else is as it was.
 */
#ifndef CLI_DELTA_H
#define CLI_DELTA_H

#include "base/bug.h"

#define DELTA_MAX_FILES 16u	/* more: the whole program is linked */

struct run;

/*
 * Fills r->out.  false: there is no such result, or something beside source files has changed (a header, rules, the compile
 * database), or too many: r->out is empty then.
 */
bool delta_take(struct run *r);

#endif

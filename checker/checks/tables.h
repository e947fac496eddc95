/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of operations: which functions hang in one.
 *
 * A call through a member reaches all that is stored in it anywhere.  But who has a table of that kind himself, and
 * calls the core, which calls the member: he is called back by his own table, not by somebody else's.
 */
#ifndef CHECKS_TABLES_H
#define CHECKS_TABLES_H

#include "checks/at.h"

struct tables;

struct tables *tables_new(const struct program *p);
void tables_free(struct tables *t);

/*
 * The member is called, and target is one of those that it holds: does that one hang in other tables than the functions
 * of `file`, or where that has none, of its folder (string ids; IR_NONE: not asked)?  Without a table of theirs, or of the target's: no.
 */
bool tables_differ(const struct tables *t, u32 field, u32 target, u32 file, u32 folder);
/*
 * The same of one function, of a file that has several tables of the kind, for as many kinds of object: does it hang in
 * tables of that file, in other ones than target?  What is stored one by one says nothing.
 */
bool tables_differ_within(const struct tables *t, u32 field, u32 target, u32 fn);
/* Has every table of the kind something in that member? */
bool tables_all_have(struct tables *t, u32 field);
/* Does some function of that file store functions of the file in that member, and never the target? */
bool tables_own_store(const struct tables *t, u32 field, u32 target, u32 file);
/*
 * Target hangs in no table, and its file and `file` both implement a kind of table that few files do: drivers of one
 * sort, beside each other.  Then a callback of the one is not called by the other.
 */
bool tables_are_peers(const struct tables *t, u32 field, u32 target, u32 file);

#endif

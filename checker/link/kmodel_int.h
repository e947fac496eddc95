/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the kernel model: the bytes of a file, and a program on its way into one.
 *
 *        0  magic[8]      "GFPKMD\0\1"
 *        8  checksum      XXH3-64 of everything behind this field
 *       16  byte_order    0x01020304 as the writer's machine stores it
 *       20  version       KM_VERSION
 *       24  size          of the whole file
 *       32  nr_sections   KM_NR
 *       36  pad           0
 *       40  section[KM_NR]   { elem, pad, off, nr }, 24 bytes each
 *           sections, in this order, each at the next multiple of 16, gaps are 0
 */
#ifndef LINK_KMODEL_INT_H
#define LINK_KMODEL_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "link/kmodel.h"
#include "link/link.h"

#define KM_MAGIC	"GFPKMD\0\1"
#define KM_BYTE_ORDER	0x01020304u
#define KM_ALIGN	16u
#define KM_SIZE_MAX	(4ull << 30)
#define KM_CHECKED	16u		/* the checksum starts here */

enum km_section_id {
#define X(n, t) KM_SEC_##n,
	KM_SECTIONS(X)
#undef X
	KM_NR,
};

struct km_section {
	u32 elem;
	u32 pad;
	u64 off, nr;
};

struct km_header {
	char magic[8];
	u64 checksum;
	u32 byte_order, version;
	u64 size;
	u32 nr_sections;
	u32 pad;
	struct km_section section[KM_NR];
};

static inline u64 km_align(u64 n)
{
	return (n + KM_ALIGN - 1) & ~(u64)(KM_ALIGN - 1);
}

extern const u32 km_elem[KM_NR];	/* element sizes */

/* Points into the image by its own table; nothing is checked. */
void km_fill(struct kmodel *km, const void *p, size_t n);

/* A function that is to be written. */
struct km_wanted {
	u32 sym;
	u8 state;		/* enum km_state */
	u16 sleeps;		/* bit per sleep */
	u32 id;			/* in the file */
	u32 sleep_at;		/* in the file */
	VEC(u32) event;		/* of its IR, sorted */
};

struct km_maker {
	struct program *p;
	const struct kmodel_part *part;
	VEC(struct km_wanted) fn;
	VEC(u32) todo;			/* in fn */
	u32 *fn_of;			/* symbol -> index in fn, or IR_NONE */
	u32 *fx_of;			/* world.fx -> fx, or 0 */
	struct map sym_of, field_of, type_of;	/* what is in the tables */
	struct strtab text;
	VEC(struct km_fn) fn_out;
#define X(n, t) VEC(t) n;
	KM_TABLES(X)
#undef X
};

/* Marking: this function in full; a place in one; that place was told of. */
void km_want(struct km_maker *mk, u32 sym);
void km_want_event(struct km_maker *mk, u32 sym, u32 event);
void km_mark(struct km_maker *mk, bool all);
/* The index of the callee's sleep in its effects, or IR_NONE. */
u32 km_next_sleep(const struct km_maker *mk, const struct eff_sleep *e);
/* Writing: what became of it.  IR_NONE for IR_NONE. */
u32 km_fn_id(const struct km_maker *mk, u32 sym);
u32 km_event_id(const struct km_maker *mk, u32 sym, u32 event);
u32 km_fx_id(struct km_maker *mk, fx_id id);
/* Conditions go to the end of cond; where they begin. */
u32 km_put_cond(struct km_maker *mk, const struct atom *cond, u32 nr);
struct km_aval km_put_aval(const struct aval *a, u32 what);

#endif

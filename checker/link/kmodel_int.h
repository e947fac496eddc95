/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside the kernel model: its sections in an image (base/image.h), and a program on its way into one. */
#ifndef LINK_KMODEL_INT_H
#define LINK_KMODEL_INT_H

#include "base/map.h"
#include "base/vec.h"
#include "link/kmodel.h"
#include "link/link.h"

enum km_section_id {
#define X(n, t) KM_SEC_##n,
	KM_SECTIONS(X)
#undef X
	KM_NR,
};

extern const struct image_format km_format;

/* Points into an image by its own table; nothing is checked. */
void km_fill(struct kmodel *km, const void *p);

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

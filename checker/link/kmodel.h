/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel model: what functions do that are not there to be analysed, as a file.
 *
 * `gfpcheck model export` writes it from a solved program; a scan without the kernel's sources reads it.  It holds the
 * effects of functions by name (flow.h, mem.h), which of their parameters are registered as callbacks, and of each the
 * places that a finding tells of.  There is no id of a run in it: symbols, members and words of by= are names in its own
 * tables, expressions are its own.  checker/doc/model-format.md draws the bytes.
 *
 * Reading: kmodel_open() maps the file and checks every index once, for it is not trusted.  link_add_model() looks up the
 * functions that the linked units call and do not define, and makes them part of the program: a unit of bodies that have
 * an event for each place to tell of, and nothing else, and the effects.  Cost: of what is used, not of what there is.
 */
#ifndef LINK_KMODEL_H
#define LINK_KMODEL_H

#include "base/hash.h"
#include "base/image.h"
#include "flow/flow.h"
#include "ir/ir_build.h"

#define KM_VERSION 2u

#define KM_RT		1u	/* made with --rt */
#define KM_ALL		2u	/* all functions that other files can call, not only exported ones */

struct km_meta {		/* on disk */
	u64 config_lo, config_hi;	/* of the kernel's include/generated/autoconf.h; 0: unknown */
	s64 direct_reclaim, fs, io;	/* the flags that conditions speak of */
	u32 kernel;		/* LINUX_VERSION_CODE */
	u32 flags;		/* KM_* */
	ir_str release;		/* "6.1.0-28-amd64" */
	ir_str arch;		/* as Debian calls it: "amd64" */
	ir_str tool;		/* version of gfpcheck that made it */
	u32 nr_tu;		/* of so many files */
};

/* A named number of the kernel: flags of allocations, mostly.  For files that do not say it themselves. */
struct km_const {		/* on disk */
	s64 value;
	ir_str name;
	u32 pad;
};

struct km_type {		/* on disk: of a parameter */
	ir_str name, alias;
	u8 kind, bits, is_signed, pad;
};

struct km_param {		/* on disk */
	ir_str name;
	u32 type;
};

struct km_sym {			/* on disk */
	ir_str name;
	ir_str file;		/* with IR_SYM_STATIC */
	u16 kind, flags;	/* enum ir_sym_kind, IR_SYM_* */
};

struct km_fx {			/* on disk: operands come before those that use them */
	u8 kind, op;
	u16 pad;
	u32 a, b;		/* FX_GLOBAL, FX_FUNC: a is a sym; FX_FIELD: b is an index in field */
};

/* A place to tell of: a call, or something else that is done there. */
enum km_event_kind { KM_OTHER, KM_CALL, KM_CALL_MEMBER, KM_CALL_POINTER, KM_NR_EVENT_KINDS };
struct km_event {		/* on disk */
	ir_str file;
	u32 line;
	u16 col;
	u8 kind;		/* enum km_event_kind */
	u8 flags;		/* IR_EV_* */
	u32 to;			/* KM_CALL: sym; KM_CALL_MEMBER: field */
	ir_str name, text;	/* as in struct ir_event */
};

struct km_aval {		/* on disk: struct aval */
	s64 lo, hi;
	u64 zero, one;
	u32 nonzero;
	u32 what;		/* fx that it is about */
};

struct km_place {		/* on disk: an event of a function */
	u32 fn, event;		/* fn IR_NONE: nowhere */
};

struct km_lock {		/* on disk */
	u32 path;		/* fx */
	u32 cls;		/* 0, sym + 1, or CLS_FIELD | field */
	struct km_place by;
	u8 kind, irq, bh, level;
};

struct km_under {		/* on disk: struct held */
	u32 lock;		/* IR_NONE: nothing */
	struct km_place at;
	ir_str name;
};

struct km_sleep {		/* on disk */
	u32 cond_at, drop_at;
	u32 flags;		/* fx */
	u32 event;
	u32 callee, next;	/* function and sleep; callee IR_NONE: the event is the leaf */
	struct km_place decide;
	u32 under_mask;
	struct km_under under;
	u8 nr_cond, nr_drop, why, confidence, depth, loose, assumed, need, lifted, pad[3];
};

struct km_set {			/* on disk */
	u32 place, value;	/* fx */
};

struct km_exit {		/* on disk */
	struct km_aval ret;	/* what: the result itself, or 0 */
	u32 cond_at, add_at, drop_at, set_at;
	u8 nr_cond, nr_add, nr_drop, nr_set;
	u32 pad;
};

struct km_call {		/* on disk: struct eff_call */
	u32 param, event, held;
	struct km_under under;
	u32 drop_at, nr_drop;
};

/* A parameter is registered as a callback: as argument `arg` of a function, or by a store. */
enum km_reg_kind { KM_REG_CALL, KM_REG_MEMBER, KM_REG_VARIABLE, KM_NR_REG_KINDS };
struct km_reg {			/* on disk */
	u32 kind;		/* enum km_reg_kind */
	u32 param, arg;
	u32 to;			/* sym, or field */
};

/* Of mem.h; mem/mem_model.c reads and writes them. */
#define KM_MAX_MEM_EXITS 6u
#define KM_MAX_MEM_OPS 12u
#define KM_MEM_OP_KINDS 5u
struct km_mem {			/* on disk */
	u64 writes;
	u32 deref, use, test, passed;
	u32 deref_event[8];
	u32 exit_at, nr_exit;
	u32 can_fail, pad;
};

struct km_mem_exit {		/* on disk */
	u64 by;			/* bit: index in by */
	struct km_aval ret;
	u32 cond_at, op_at;
	u32 event, counted;
	u16 flags;
	u8 nr_cond, nr_op, incomplete, fail, fresh, warned, failing, pad[7];
};

struct km_mem_op {		/* on disk */
	u64 by;
	u32 what, value;	/* fx */
	u32 event, release;	/* release: function, or IR_NONE */
	u16 flags;
	u8 kind, may, dropped, pad[3];
};

/* Sorted by name, then by file. */
struct km_fn {			/* on disk */
	u32 sym;
	u32 flags;		/* KM_FN_* */
	ir_str file;		/* of the definition */
	u32 line;
	u32 param_at, nr_param, event_at, nr_event, sleep_at, nr_sleep, exit_at, nr_exit, call_at, nr_call, reg_at, nr_reg;
	u32 mem;		/* or IR_NONE */
	u32 pad;
};
#define KM_FN_FULL	1u	/* else only what findings in others tell of it */
#define KM_FN_NORETURN	2u

/* KM_TABLES(name, element type), KM_SECTIONS: in the order in which they lie in the file. */
#define KM_TABLES(X)				\
	X(meta, struct km_meta)			\
	X(cst, struct km_const)			\
	X(by, ir_str)				\
	X(type, struct km_type)			\
	X(field, ir_str)			\
	X(sym, struct km_sym)			\
	X(fx, struct km_fx)			\
	X(param, struct km_param)		\
	X(event, struct km_event)		\
	X(cond, struct km_aval)			\
	X(lock, struct km_lock)			\
	X(sleep, struct km_sleep)		\
	X(exit, struct km_exit)			\
	X(set, struct km_set)			\
	X(call, struct km_call)			\
	X(reg, struct km_reg)			\
	X(mem, struct km_mem)			\
	X(mem_exit, struct km_mem_exit)		\
	X(mem_op, struct km_mem_op)
#define KM_SECTIONS(X)				\
	X(text, char)				\
	X(fn, struct km_fn)			\
	KM_TABLES(X)

struct kmodel {
	struct image file;
#define X(n, t) const t *n; u32 nr_##n;
	KM_SECTIONS(X)
#undef X
};

static inline const char *km_text(const struct kmodel *km, ir_str s)
{
	return km->text + s;
}

/* Maps and verifies.  err: "PATH: damaged: checksum", "PATH: made by another version". */
int kmodel_open(const char *path, struct kmodel *out, struct err *err) __must_check;
/* The same on bytes that the caller owns and keeps; p is aligned to 16. */
int kmodel_from_memory(const void *p, size_t n, struct kmodel *out, struct err *err) __must_check;
void kmodel_close(struct kmodel *km);
/* The function of that name that other files can call, if it is there in full; IR_NONE. */
u32 kmodel_find(const struct kmodel *km, const char *name);
/* Its identity: the checksum. */
u64 kmodel_id(const struct kmodel *km);

/* ---- reading: a model as part of a program ---- */

enum km_state { KM_OUT, KM_PART, KM_FULL };

struct kmodel_link {
	const struct kmodel *km;
	struct ir_builder ir;
	struct ir_unit unit;
	u32 unit_id;
	u8 *state;		/* per function: enum km_state */
	u8 *wanted;		/* per sleep */
	u32 *sym;		/* per function in the program: its symbol */
	fx_id *fx;		/* per expression: in world.fx, 0: not made yet */
	VEC(u32) fn;		/* those in the program, sorted */
};

struct program;
/* After the last unit: what they call and do not define.  The model must outlive the program. */
void link_add_model(struct program *p, const struct kmodel *km);
void kmodel_link_free(struct kmodel_link *l);
/* An expression of the model in world.fx; 0 for 0, and for one that is too deep. */
fx_id kmodel_fx(struct program *p, u32 id);
/* n conditions from `at`. */
void kmodel_cond(struct program *p, u32 at, u32 n, struct atom *out);
struct aval kmodel_aval(const struct km_aval *a);

/* ---- writing ---- */

struct kmodel_about {
	u64 config_lo, config_hi;
	u32 kernel, nr_tu;
	u32 flags;		/* KM_ALL */
	const char *release, *arch;
};

struct km_maker;
/* What mem/ has to say of a function. */
struct kmodel_part {
	void (*mark)(void *ctx, struct km_maker *mk, u32 sym);	/* before anything is written */
	u32 (*write)(void *ctx, struct km_maker *mk, u32 sym);	/* its index in the section mem, or IR_NONE */
	void *ctx;
};
/* After link_solve().  One file image, which is *out's. */
int kmodel_make(struct program *p, const struct kmodel_about *about, const struct kmodel_part *part, struct kmodel *out,
		struct err *err) __must_check;
int kmodel_write(const struct kmodel *km, const char *path, struct err *err) __must_check;
/* What it is and how much it holds, for people. */
void kmodel_print(const struct kmodel *km, struct strbuf *out);

#endif

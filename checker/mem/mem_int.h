/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the files of mem/.
 *
 * solve.c runs all functions, engine.c one; use.c sees what each event dereferences; call.c, call_rules.c and apply.c run calls, leave.c
 * what they leave in places, free.c releases, drop.c what drops a reference; object.c keeps the objects of a state,
 * element.c those in arrays; way.c marks ways that are hardly meant; exit.c judges returns, given.c how sure that is;
 * effect.c makes the function's effects.
 */
#ifndef MEM_MEM_INT_H
#define MEM_MEM_INT_H

#include <stddef.h>
#include <string.h>

#include "flow/call.h"
#include "mem/mem.h"

#define MEM_MAX_OBJ 20u
#define MEM_MAX_STATES 10u
#define MEM_MAX_STEPS 4000u
#define MEM_FORKS 6u
#define MEM_AGED 0x8000u	/* FX_UNKNOWN(event, MEM_AGED + n): what the event made in an earlier round of a loop */

#define OBJ_OWNED	1u	/* this function has to see to its release */
#define OBJ_FREED	2u	/* it is released */
#define OBJ_MAYFREED	4u	/* a reference was dropped, or some path released it */
#define OBJ_NULLABLE	8u	/* the allocation may have failed, and nobody has looked yet */
#define OBJ_FAILED	16u	/* it has failed on this path, and nobody has looked yet */
#define OBJ_ERRPTR	32u	/* fails with an error pointer */
#define OBJ_MANAGED	64u	/* the device core releases it */
#define OBJ_PUBLISHED	128u	/* was stored where others see it */
#define OBJ_TAKEN	256u	/* somebody else owns it now */
#define OBJ_ENTRY	512u	/* was there when the function was entered */
#define OBJ_VIA_CALLEE	1024u	/* a body's effect, not a record, brought or released it */
#define OBJ_RCU		2048u	/* released after a grace period */
#define OBJ_SHARED	4096u	/* others hold a reference: a release need not be the last one */
#define OBJ_LEFT	8192u	/* a callee left it behind when it failed */
#define OBJ_SOME	16384u	/* with MAYFREED: a path that nobody here can tell from others released it */
#define OBJ_MOVED	32768u	/* with FREED: reallocated, what it held is held by the new one */
#define OBJ_STATE	(OBJ_OWNED | OBJ_FREED | OBJ_MAYFREED | OBJ_NULLABLE | OBJ_FAILED | OBJ_TAKEN | OBJ_PUBLISHED | \
			 OBJ_SOME)

struct obj {
	fx_id val;		/* the pointer; objects of a state are sorted by it */
	u32 event;		/* brought in by, or IR_NONE */
	u32 freed;		/* released by, or IR_NONE */
	u16 flags;		/* OBJ_* */
	u32 root;		/* local through which it was released, or IR_NONE */
	bool either;		/* fails with NULL or with an error pointer: any test will do */
	u8 replaced;		/* how often (2: or more) something was stored in the place that it has its name from */
	bool seen;		/* OBJ_FAILED: somebody has looked, and goes on nevertheless; OBJ_FREED: a use is told */
	u8 dropped;		/* enum mem_drop */
	u8 trail;		/* crumbs of the state that are older than it */
	u64 by;			/* rules.by bits, 0 = unknown */
	fx_id size;		/* of its allocation, as far as the release has to say the same; 0: none */
	fx_id put;		/* the argument of what dropped a reference, 0: none */
	const struct rule *drop;	/* its record */
	u32 release;		/* what the last one runs: program symbol, or IR_NONE */
	u32 left_fn, left_block, left_event;	/* OBJ_LEFT: by whom, at which return, where it came from */
	u32 given;		/* the last call that could reach it and has no record, or IR_NONE */
	u8 side;		/* SIDE_*: what that one returned, as far as a branch has asked */
	u8 strange;		/* STRANGE_*: of all such calls */
};

#define SIDE_YES	1u	/* zero, or not negative */
#define SIDE_NO		2u
#define SIDE_UNASKED	4u	/* in struct mem_alloc: nobody had asked when it was released */

#define STRANGE_POINTER	1u	/* called through a pointer, there or below */
#define STRANGE_CALL	2u	/* a function that nobody knows */
#define STRANGE_LOSSY	4u	/* one that does more than its effects say */
#define STRANGE_STORES	16u	/* one that stores pointers in members, as far as is known not that one */
#define STRANGE_TOLD	8u	/* one that releases it, or keeps it, on other ways than this one, and did not fail */
#define STRANGE_ROUND	64u	/* its variable is overwritten in another round of a loop */
#define STRANGE_ENDED	128u	/* one that releases members such as hold it, whatever else it is given */
#define STRANGE_PART	32u	/* one that releases the member that holds it, on other ways or of other objects */

struct mstate {
	struct state s;		/* store and facts; holds and drops are not used */
	u8 nr_obj;
	bool lost;		/* places were forgotten at a bound: what is not found may still be there */
	u8 nr_trail;
	u8 hardly;		/* HARDLY_* */
	u32 header;		/* 1 + the head of a loop where it came from above, 0: elsewhere */
	fx_id counted;		/* the object of which a reference was dropped by hand: its count was asked; 0: none */
	u64 aliased[4];		/* Bloom filter of members stored to: a load of the same member elsewhere may be another value */
	struct obj obj[MEM_MAX_OBJ];
	struct mem_crumb trail[MEM_TRAIL];
};

/* A state has room for much more than most have: the rest is not copied, so it is not to be read. */
static inline void mstate_copy(struct mstate *to, const struct mstate *from)
{
	const struct state *f = &from->s;
	struct state *t = &to->s;

	memcpy(t, f, offsetof(struct state, hold));
	memcpy(t->store_key, f->store_key, f->nr_store * sizeof(f->store_key[0]));
	memcpy(t->store_val, f->store_val, f->nr_store * sizeof(f->store_val[0]));
	memcpy(t->fact_key, f->fact_key, f->nr_fact * sizeof(f->fact_key[0]));
	memcpy(t->fact, f->fact, f->nr_fact * sizeof(f->fact[0]));
	memcpy(&to->nr_obj, &from->nr_obj, offsetof(struct mstate, obj) - offsetof(struct mstate, nr_obj));
	memcpy(to->obj, from->obj, from->nr_obj * sizeof(from->obj[0]));
	memcpy(to->trail, from->trail, from->nr_trail * sizeof(from->trail[0]));
}

/* An allocation of the function at hand, over all its states. */
struct mem_alloc {
	u32 event;
	u32 stored;		/* event that stores it untested, IR_NONE: none */
	u64 stored_member;	/* mem_member_key() of the place */
	bool dropped;		/* and the callee's result, which says whether it has failed, is dropped */
	bool tested;		/* somewhere */
	bool looked_at;		/* compared with something, in a way that tells us nothing */
	bool handed_up;		/* returned, or stored where the caller says: it is the caller who looks */
	bool wrong_test;	/* an error pointer test of what fails with NULL, or the reverse */
	bool hit;
	u32 released;		/* event + 1 that releases it on some path (the first one), 0: none */
	fx_id place;		/* where it was stored first, and its kind, 0: nowhere */
	u64 by;
	bool freed_published;	/* released on some failing path after it was stored in an object of the caller's */
	u8 nr_given;		/* what the calls that were given it before had returned on ways that release it */
	u8 side[3];
	u32 given[3];
};

#define NOTE_RELIED	1u	/* dereferenced without a look */
#define NOTE_GUARDED	2u	/* dereferenced where it is known to be there */
#define NOTE_TESTED	4u
#define NOTE_RELEASED	8u
#define NOTE_AFTER	32u	/* tested after a callee has stored it */
#define NOTE_PASSED	64u	/* given to a callee that may keep it, stored elsewhere, returned */
#define NOTE_ALLOCATED	16u	/* this function stores fresh memory there */

/* What a return does to a parameter: bit per parameter. */
struct mem_fate {
	u32 block;
	u8 kind;		/* of the result: enum ret_kind in effect.c */
	u32 events;		/* sum of the events that released parameters: tells ways apart */
	u32 gone, kept;		/* released or handed over; neither, though it is there */
	u8 nr_trail;
	struct mem_crumb trail[MEM_TRAIL];
};

struct mem_note {
	u64 key;		/* mem_member_key() */
	u8 what;		/* NOTE_* */
};

struct mem_fail {		/* a failing return that leaves an allocation in an object of the caller's */
	struct mem_hit hit;
};

#define HARDLY_EMPTY	1u	/* past a loop that was not entered, or a switch without such a case */
#define HARDLY_WARNED	2u	/* behind a WARN_ON() that fired */

struct mem_shape {		/* of a block */
	u32 preds;
	u32 loop_end;		/* 1 + the last block that goes back to it, 0: none */
	bool again;		/* may be run again by the same state: it is in a loop */
};

struct mset {
	VEC(struct mstate) at;
};

struct mrun {
	struct mem *m;
	struct flow *f;		/* for its expressions, unit and function */
	const struct program *p;
	const struct world *w;
	struct mem_stats *stats;
	struct mem_effects *out;
	u32 sym;
	bool returns_pointer, returns_int, returns_signed;
	u32 ret_local;		/* local that is returned, IR_NONE */

	VEC(struct mem_shape) shape;	/* per block */
	VEC(struct mset) in;		/* per block; memory is kept from function to function */
	struct mset set[2];		/* states between two events of a block */
	VEC(u8) queued;
	u32 first_hit;		/* in m->hit, of this function */
	u32 steps;
	bool failing;		/* at a failing return: what the device core releases is gone */
	bool draft;		/* the function will run again: only its effects count */
	u32 block;		/* at hand */
	u32 lowest;		/* and the lowest that became queued since it began */
	VEC(struct mem_alloc) alloc;
	VEC(struct mem_fail) fail;
	VEC(struct mem_fate) fate;
	u32 relied;		/* parameters that are dereferenced in the first block */
	u32 passed_on;		/* parameters that some call through a pointer is given */
	u32 object_params;	/* parameters that some return releases, and that travel from hand to hand */
	VEC(struct mem_exit) exit;
	VEC(u64) live;		/* bit set of locals per block: may be read before it is set again */
	u32 live_words;
	VEC(struct mem_note) note;
	VEC(u64) seen;		/* hashes of hits of this function */
};

struct mcall {
	const struct ir_event *e;
	u32 event;
	u32 callee;		/* program symbol or IR_NONE */
	fx_id arg[64];
	u32 nr_arg;
	bool asks;		/* while it releases: only where a number beside that says so */
	bool sure;		/* while it releases: nothing that is open here decides whether it does */
};

/* object.c */
fx_id mem_base(struct mrun *r, fx_id v);
bool mem_mentions(const struct mrun *r, fx_id id, fx_id what);
struct obj *obj_find(struct mstate *st, fx_id val);
struct obj *obj_of(struct mrun *r, struct mstate *st, fx_id v);
struct obj *obj_add(struct mrun *r, struct mstate *st, fx_id val);
void obj_del(struct mstate *st, u32 i);
/* It was released, callers learn, but its name may stand for another one by now: nothing is claimed of that. */
void mem_forget_release(struct obj *o);
enum mem_root { ROOT_NONE, ROOT_LOCAL, ROOT_DEAD, ROOT_OUTSIDE };
/* Where does the place live?  ROOT_LOCAL: with this call of the function; ROOT_DEAD: in released memory. */
enum mem_root mem_place_root(struct mrun *r, struct mstate *st, fx_id place, fx_id survivor, u32 depth);
/* What a parameter, or something that it leads to, held when the function was called? */
bool mem_is_entry_value(const struct mrun *r, fx_id v);
/* A member that merely remembers: dev->driver_data. */
bool mem_is_weak(const struct mrun *r, fx_id place);
/* The best root of all places that hold the pointer.  survivor: an object that outlives the function, or 0. */
enum mem_root mem_holder(struct mrun *r, struct mstate *st, fx_id val, fx_id survivor, u32 depth);
/* A round of a loop ends: what it released through a variable that has moved on. */
void mem_end_round(struct mrun *r, struct mstate *st, u32 block);
/* The name of what is made, or released, inside of what the pointer points to. */
fx_id mem_inside(struct mrun *r, fx_id v);
/* Of a pointer to what goes with the object that the pointer points to, and the reverse (0: it is no such name). */
fx_id mem_leads_into(struct mrun *r, fx_id v);
fx_id mem_led_into(const struct fx_tab *t, fx_id v);
/* Is the pointer in the value: (unsigned long)p | 1, &p->list, but not p->flags | 1? */
bool mem_is_made_of(struct mrun *r, fx_id value, fx_id pointer);
void mem_escape(struct mrun *r, struct mstate *st, fx_id v);
/* Everything that local l holds, and nothing else, is out of sight. */
void mem_escape_local(struct mrun *r, struct mstate *st, u32 l);
/* What the local holds whose address this is. */
void mem_escape_held(struct mrun *r, struct mstate *st, fx_id address);
void mem_age(struct mrun *r, struct mstate *st, u32 event);
/* The values that the merge at `at` will name anew: what was known of those of the round before goes. */
/* Local l gets a new value: what is named by its old one has no name any more. */
void mem_forget_local(struct mrun *r, struct mstate *st, u32 l);
void mem_age_joins(struct mrun *r, struct mstate *st, u32 at);
/* Is it known to be an error pointer? */
bool mem_is_error(struct mrun *r, struct mstate *st, fx_id v);
bool mem_known_error(struct mrun *r, struct mstate *st, fx_id v);
bool mem_is_failure(struct mrun *r, struct mstate *st, const struct obj *o);
bool mem_cannot_equal(struct mrun *r, struct mstate *st, fx_id cond, bool truth);
void mem_see_branch(struct mrun *r, fx_id cond, struct mstate *yes, struct mstate *no);
struct mem_alloc *mem_alloc_of(struct mrun *r, u32 event);

/* member.c */
u64 mem_member_key(const struct mrun *r, fx_id place);
void mem_note_member(struct mrun *r, fx_id place, u8 what);
bool mem_key_is_element(u64 key);
bool mem_is_noted(const struct mrun *r, u64 key, u8 what);
void mem_note_tests(struct mrun *r, fx_id cond, const struct mstate *before);
void mem_members_end(struct mrun *r);

/* The member, or IR_NONE. */
u32 mem_key_field(u64 key);

/* forgotten.c */
/* A record that is not of this function's making is released: what of it was released before? */
void mem_note_end(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v);
/* At a return: members that own what they hold. */
void mem_note_owned(struct mrun *r, const struct mstate *st);
/* The value goes where nobody sees what becomes of it. */
void mem_note_passed(struct mrun *r, fx_id v);
/* At the end of the function, and of the program. */
void mem_touched_end(struct mrun *r);
void mem_forgotten(struct mem *m);

/* element.c */
bool mem_is_any_element(const struct mrun *r, fx_id v);
/* In an element of an array whose number varies, list[i] or *(list + i), or in what that points to? */
bool mem_is_element(const struct mrun *r, fx_id place);
/* An element whose number varies is released: what places of that form hold may be gone.  True: that is all. */
bool mem_free_element(struct mrun *r, struct mstate *st, fx_id v, u32 event);
void mem_free_elements(struct mrun *r, struct mstate *st, fx_id any, u32 event);

/* way.c */
void mem_ways(struct mrun *r);
void mem_way_arrives(const struct mrun *r, struct mstate *st, u32 block);
/* Successor i of the block at hand, which could have gone another way. */
void mem_way_taken(const struct mrun *r, struct mstate *st, u32 i);
/* Before their stores and facts do. */
bool mem_way_merges(struct mrun *r, struct mstate *a, struct mstate *b);

/* given.c */
/* The call gets what leads to objects of the state. */
void mem_note_given(struct mrun *r, struct mstate *st, const struct mcall *c);
/* It has returned on a way on which it does not say what becomes of an argument; on other ways it does. */
void mem_note_told(struct mrun *r, struct mstate *st, const struct mcall *c);
/* What a branch on cond tells of the results of those calls. */
void mem_note_side(struct mrun *r, struct mstate *st, fx_id cond);
/* a := what both know; true when that is another thing. */
bool mem_merge_given(struct obj *a, const struct obj *b);
/* Does it release such a member of what it is given as the object is held by, or is, on some way? */
bool mem_knows_part(const struct mrun *r, const struct mstate *st, u32 callee, const struct obj *o);
/* The object is released: a callee that failed had left it here. */
void mem_note_cleaned(struct mrun *r, const struct obj *o);
/* At the end of the program: what is left behind on a failure is not lost where some caller releases it then. */
void mem_grade_left(struct mem *m);
void mem_note_released_given(struct mem_alloc *al, const struct obj *o);
/* At the end of the function, when all releases are known. */
u8 mem_leak_confidence(const struct mrun *r, const struct mem_alloc *al, const struct mem_hit *h);

/* sig.c */
/* Where the type of parameter n begins in "int (const char *, int)"; NULL: there is none. */
const char *mem_param_type(const char *sig, u32 n);
/* `const struct x *`: it looks; `u8 *buf, size_t len`: it reads or fills. */
bool mem_only_looks(const struct mrun *r, const struct mcall *c, u32 arg);

/* live.c */
void mem_liveness(struct mrun *r);
bool mem_is_live(const struct mrun *r, u32 block, u32 local);

/* use.c */
void mem_use_value(struct mrun *r, struct mstate *st, ir_val_id v, u32 event);
void mem_use_place(struct mrun *r, struct mstate *st, ir_val_id v, u32 event, bool access);
void mem_deref(struct mrun *r, struct mstate *st, fx_id pointer, u32 event, enum mem_how how);
/* The address of a part of an object goes where nobody sees what is done with it: that part is what it is done with. */
void mem_use_address(struct mrun *r, struct mstate *st, fx_id address, u32 event);
/* A callee that failed left the object behind, and nobody here releases it. */
void mem_hit_left(struct mrun *r, const struct obj *o, u8 confidence);
void mem_hit(struct mrun *r, const struct mstate *st, const struct obj *o, struct mem_hit h);

/* name.c: string id of mem.str, 0: nothing in the source names it */
u32 mem_name(struct mrun *r, const struct mstate *st, const struct obj *o);

/* free.c */
/* A hit: the object (NULL: none is known) is released as memory of the kinds `want`, which it is not. */
void mem_mismatch(struct mrun *r, struct mstate *st, const struct mcall *c, const struct obj *o, enum mem_how how,
		  u64 want);
/* Loaded from a member to which, of some object, something was stored: the name may stand for another pointer by now. */
bool mem_is_aliased(const struct mrun *r, const struct mstate *st, fx_id v);
bool mem_is_renamed(const struct mrun *r, const struct mstate *st, const struct obj *o);
/* The local that the value is the address of, or of a part of; IR_NONE: none. */
u32 mem_root_local(const struct mrun *r, const struct mcall *c, fx_id val);

/* call_rules.c: out receives the resulting states; first is a record about memory of the callee. */
bool mem_is_rule(const struct rule *k);
u32 mem_by_rules(struct mrun *r, const struct mstate *before, const struct mcall *c, const struct rule *first,
		 struct mstate *out);

/* A function that is not known is given what holds a released pointer: there may be another one by now. */
void mem_may_replace(struct mrun *r, struct mstate *st, const struct mcall *c);

/* call.c: out receives the resulting states. */
u32 mem_call(struct mrun *r, const struct mstate *in, u32 event, struct mstate *out);
void mem_free_value(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may);
void mem_free_unchecked(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, u64 by, u16 flags, bool may);
void mem_take_value(struct mrun *r, struct mstate *st, const struct mcall *c, fx_id v, bool may);
/* Is a bit of that named constant known to be set? */
bool mem_has_flag(struct mrun *r, struct mstate *st, fx_id flags, const char *name);
fx_id mem_result(struct mrun *r, const struct mcall *c);

/* drop.c: a reference is dropped.  False: what that does is not known. */
bool mem_drop_reference(struct mrun *r, struct mstate *st, const struct mcall *c, const struct rule *k, fx_id v,
			u64 by);
/* Asks the count whether it was the last reference: both ways. */
u32 mem_drop_counted(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id count, struct mstate *out);
/* Nobody but this function has it, or a part of it. */
bool mem_is_only_one(const struct obj *o);
/* A callee does. */
bool mem_drop_below(struct mrun *r, struct mstate *st, const struct mcall *c, const struct mem_op *op, fx_id v);

/* apply.c */
/* Does any value of the function name the result of that call? */
bool mem_is_result_read(const struct mrun *r, u32 event);
u32 mem_apply(struct mrun *r, const struct mstate *in, const struct mcall *c, const struct mem_effects *eff,
	      struct mstate *out);
/* A value, or a place, of the callee's effects, as the caller knows it: param has its arguments and its result. */
fx_id mem_import_value(struct mrun *r, const struct mstate *in, fx_id what, const fx_id *param);
fx_id mem_import_place(struct mrun *r, const struct mstate *in, fx_id what, const fx_id *param);
/* The same, of the call at hand. */
fx_id mem_import(struct mrun *r, const struct mstate *in, const struct mcall *c, fx_id what);

/* leave.c */
void mem_leave(struct mrun *r, const struct mstate *in, struct mstate *st, const struct mcall *c, const fx_id *param,
	       const struct mem_effects *eff, const struct mem_exit *x);
/* A record hides the body of the callee, but not which tables that stores, nor pointers into its result. */
void mem_body_stores(struct mrun *r, struct mstate *st, const struct mcall *c);

/* exit.c */
/* A pointer of the caller's goes where no caller can name it (place), or nobody can (0). */
void mem_take_entry(struct mrun *r, struct mstate *st, fx_id place, fx_id value);
bool mem_is_pointer_local(const struct mrun *r, u32 local);	/* parameters are the first ones */
bool mem_is_failing(struct mrun *r, struct mstate *st, fx_id ret);
/* Does the function compare something with that number? */
bool mem_is_compared(const struct mrun *r, s64 with);
/* Surely: a number that is not zero may be a count. */
bool mem_says_error(struct mrun *r, struct mstate *st, fx_id ret);
/* Stores of the caller's pointers where no caller can name it: taken over, before the place is forgotten. */
void mem_keep_takes(struct mrun *r, struct mstate *a, const struct mstate *b);
void mem_return(struct mrun *r, struct mstate *st, fx_id ret);
void mem_set(struct mrun *r, struct mstate *st, u32 event, fx_id place, fx_id value);
/* After a release at event: what only the released memory held. */
void mem_check_lost(struct mrun *r, struct mstate *st, u32 event, const struct mstate *before, u32 callee,
		    bool in_callee);
/* What only released memory holds is out of sight: it was released, too, most likely. */
void mem_escape_dead(struct mrun *r, struct mstate *st);
void mem_function_end(struct mrun *r);

/* engine.c: one function; effects and hits go to r->m.  r is made for the first one, and used for all. */
void mem_function(struct mrun *r, u32 sym);
void mem_run_free(struct mrun *r);	/* not r->f */

/* effect.c */
void mem_add_exit(struct mrun *r, struct mstate *st, fx_id ret);
void mem_finish(struct mrun *r, struct mem_effects *out);
void mem_free_exits(struct mem_effects *e);

#endif

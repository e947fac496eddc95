/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's API means: the records of rules/, in memory.  rules/FORMAT.md has the syntax.
 *
 * A record says one thing about one function, macro-turned-function or struct member.  Records for one name
 * add up; a later file may take one away ("remove").  Records outside their version range are not loaded.
 * Argument numbers count from 0.
 */
#ifndef MODEL_RULES_H
#define MODEL_RULES_H

#include "base/bug.h"
#include "base/map.h"
#include "base/vec.h"

/* RULE(enumerator, word in the file).  Order is the order of printing. */
#define RULE_KINDS(X)						\
	X(RULE_SLEEP, "sleep")		/* may sleep, when `when` holds */		\
	X(RULE_ALLOC, "alloc")		/* allocates; with gfp=N it sleeps as that flag says */ \
	X(RULE_NOSLEEP, "nosleep")	/* never sleeps: its body is not looked at */	\
	X(RULE_LOCK, "lock")		/* acquires */					\
	X(RULE_UNLOCK, "unlock")	/* releases */					\
	X(RULE_ENTER, "enter")		/* begins an atomic section that is no lock */	\
	X(RULE_LEAVE, "leave")		/* ends one */					\
	X(RULE_CALLBACK, "callback")	/* registers its argument fn= to be called in context= */ \
	X(RULE_FIELD, "field")		/* what is stored in "struct x.member" is called in context= */ \
	X(RULE_ENTRY, "entry")		/* is itself entered in context=, whoever calls it */ \
	X(RULE_GET, "get")		/* takes a reference of a counter that is not 0 */ \
	X(RULE_PUT, "put")		/* drops one; true when it was the last */	\
	X(RULE_TEST, "test")		/* returns whether we are in a context */	\
	X(RULE_NORETURN, "noreturn")	/* does not come back */			\
	X(RULE_WARNS, "warns")		/* says that this is not meant to happen */	\
	X(RULE_NEW, "new")		/* returns memory that the caller must release; or stores it through arg= */ \
	X(RULE_FREE, "free")		/* releases argument arg=; for a member: a call through it does */ \
	X(RULE_TAKE, "take")		/* keeps argument arg=; for a member: a call through it does */ \
	X(RULE_REALLOC, "realloc")	/* releases argument arg= and returns new memory, or fails and does neither */ \
	X(RULE_BORROW, "borrow")	/* neither keeps nor releases anything; dereferences argument arg= */ \
	X(RULE_PART, "part")		/* what is stored in "struct x.member" is released with the x; a function: what it \
					   returns leads into argument arg= */ \
	X(RULE_BIND, "bind")		/* makes a function a name for another one */	\
	X(RULE_DMA, "dma")		/* argument arg=, or what is stored in the member, is handed to DMA */ \
	X(RULE_MEMORY, "memory")	/* returns memory of kind is= */ \
	X(RULE_FAMILY, "family")	/* is an allocator of a family */		\
	X(RULE_FLAGS, "flags")		/* what a family makes of a combination of flags; its name is no function */ \
	X(RULE_WORD, "word")		/* part of a function's name, and what such functions do: for repairs */

enum rule_kind {
#define X(e, word) e,
	RULE_KINDS(X)
#undef X
	RULE_NR_KINDS
};

/*
 * Kinds of context that forbid something.  A bit set of them says what holds at a point; 0 is "anything goes".
 * The first ones are atomic: nothing may sleep.  The others forbid kinds of memory reclaim (enum need in flow.h),
 * or, the scopes, see to it that allocations inside do not ask for them; the last ones forbid nothing by themselves.
 * ATOMIC(enumerator, word, how a message says it)
 */
#define ATOMIC_KINDS(X)							\
	X(ATOMIC_SPIN, "spin", "a spin lock is held")			\
	X(ATOMIC_RAW, "raw", "a raw spin lock is held")			\
	X(ATOMIC_RWLOCK, "rwlock", "a rwlock is held")			\
	X(ATOMIC_BIT, "bit", "a bit spin lock is held")			\
	X(ATOMIC_IRQ, "irq", "interrupts are disabled")			\
	X(ATOMIC_BH, "bh", "bottom halves are disabled")		\
	X(ATOMIC_PREEMPT, "preempt", "preemption is disabled")		\
	X(ATOMIC_RCU, "rcu", "an RCU read section is open")		\
	X(ATOMIC_HARDIRQ, "hardirq", "in hard interrupt context")	\
	X(ATOMIC_SOFTIRQ, "softirq", "in softirq context")		\
	X(ATOMIC_NMI, "nmi", "in NMI context")				\
	X(ATOMIC_NOFS, "nofs", "reclaim must not enter the filesystem")	\
	X(ATOMIC_NOIO, "noio", "reclaim must not start I/O")		\
	X(ATOMIC_ANYLOCK, "anylock", "in code that runs under any lock")	\
	X(ATOMIC_NOFS_SCOPE, "nofs_scope", "in a memalloc_nofs scope")	\
	X(ATOMIC_NOIO_SCOPE, "noio_scope", "in a memalloc_noio scope")	\
	X(ATOMIC_NOFAULT, "nofault", "page faults are disabled")	\
	X(ATOMIC_REF, "ref", "a reference is held")

enum atomic_kind {
#define X(e, word, text) e,
	ATOMIC_KINDS(X)
#undef X
	ATOMIC_NR
};

#define ATOMIC_BIT_OF(k) (1u << (k))
/* The kinds in which nothing may sleep. */
#define ATOMIC_SLEEP_MASK (ATOMIC_BIT_OF(ATOMIC_NOFS) - 1u)

/*
 * Where memory comes from, as far as DMA is concerned.
 * MEMORY(enumerator, word, how a message says it: "'buf' is ...")
 */
#define MEMORY_KINDS(X)							\
	X(MEMORY_STACK, "stack", "on the stack")			\
	X(MEMORY_STATIC, "static", "static data")			\
	X(MEMORY_VMALLOC, "vmalloc", "vmalloc memory")			\
	X(MEMORY_KVMALLOC, "kvmalloc", "memory that vmalloc may provide")	\
	X(MEMORY_KMAP, "kmap", "a temporary mapping of a page")		\
	X(MEMORY_IOMEM, "iomem", "a mapping of I/O memory")		\
	X(MEMORY_PERCPU, "percpu", "per-CPU memory")			\
	X(MEMORY_ZONE, "zone", "memory that was allocated without GFP_DMA")	\
	X(MEMORY_TESTED, "tested", "memory whose origin is tested")

enum memory_kind {
#define X(e, word, text) e,
	MEMORY_KINDS(X)
#undef X
	MEMORY_NR
};

#define MEMORY_BIT(k) (1u << (k))
/* What no device can reach, without is=.  Only ISA DMA minds the zone. */
#define MEMORY_BAD (MEMORY_BIT(MEMORY_ZONE) - 1u)

/* Allocators that treat their flags alike.  FAMILY(enumerator, word) */
#define FAMILIES(X)							\
	X(FAMILY_SLAB, "slab")		/* kmalloc(), kmem_cache_alloc() */	\
	X(FAMILY_PAGE, "page")		/* alloc_pages(): struct page */	\
	X(FAMILY_VIRT, "virt")		/* get_free_pages(): pages by address */ \
	X(FAMILY_EXACT, "exact")	/* alloc_pages_exact() */		\
	X(FAMILY_VMALLOC, "vmalloc")						\
	X(FAMILY_KVMALLOC, "kvmalloc")						\
	X(FAMILY_COHERENT, "coherent")	/* dma_alloc_coherent() */		\
	X(FAMILY_DMA_PAGES, "dma_pages")	/* dma_alloc_pages(), _noncoherent() */ \
	X(FAMILY_DMA_POOL, "dma_pool")						\
	X(FAMILY_SKB, "skb")

enum alloc_family {
#define X(e, word) e,
	FAMILIES(X)
#undef X
	FAMILY_NR
};

#define FAMILY_BIT(k) (1u << (k))

/* Of the result of a call: on=. */
enum ret_class { RET_ANY, RET_ZERO, RET_NONZERO, RET_NEGATIVE, RET_NONNEGATIVE, RET_NULL, RET_NONNULL };

/* Of a condition on an argument: when=, unless=. */
enum cond_op {
	COND_ALWAYS,
	COND_NONZERO,		/* when=N */
	COND_ZERO,		/* when=!N */
	COND_MASK,		/* when=N&NAME: any of the named bits set */
	COND_NOMASK,		/* when=!N&NAME: none of them set */
};

struct rule_cond {
	u8 op;			/* enum cond_op */
	u32 arg;
	u32 name;		/* string id of the named constant (COND_MASK, COND_NOMASK), learned from the tree */
};

struct rule {
	u8 kind;		/* enum rule_kind */
	u8 lock_class;		/* LOCK/UNLOCK: enum atomic_kind, ENTER/LEAVE too (what=) */
	bool irq, bh;		/* LOCK: also disables these; UNLOCK: also enables */
	bool save;		/* irq: state saved and restored (nests) rather than forced */
	bool try_ret;		/* LOCK: taken only when the result is non-zero (try) */
	bool asserted;		/* LOCK: does not take it, says that the caller holds it */
	bool hard;		/* CALLBACK/FIELD: in a hard interrupt on PREEMPT_RT, too; others run in threads there */
	bool sleeps;		/* FIELD: who calls the member must expect that it sleeps */
	bool waits;		/* ALLOC: when it may sleep it waits until something is given back (a mempool);
				 * NEW, with nofail: it only fails when it may not */
	bool guard;		/* LOCK: constructor of a scoped guard; UNLOCK: its destructor (released by the guard) */
	bool unsure;		/* holds for some devices or configurations only: what rests on it is graded low */
	bool pio;		/* DMA: many devices behind it copy the data themselves */
	bool registered;	/* FIELD: in which context it is called depends on who registers it */
	bool process;		/* CALLBACK/FIELD with context=process: may sleep; a fact, not an absence */
	int arg;		/* the lock, the released, kept or dereferenced pointer; NEW: points to where the memory is stored;
				 * FAMILY: the size; -1 = none (one global lock or section; NEW: it is returned) */
	int gfp;		/* ALLOC/SLEEP/FAMILY/NEW/REALLOC: argument that holds gfp flags, or -1 */
	int fn;			/* CALLBACK, BIND: argument that holds the function, or -1; FREE: the release function */
	int key;		/* BIND: argument that is the name for it, or -1 */
	u32 from, to;		/* BIND of a member: string ids of the variable's prefix, and of the name's */
	int size;		/* DMA, MEMORY: argument that holds the length, or -1; NEW, FREE: must be the same */
	int via;		/* CALLBACK: argument whose pointee has the function, with member= ; or -1 */
	u32 name;		/* string ids in rules.str */
	u32 member;		/* FIELD: the member ("ndo_start_xmit"); name is then "struct net_device_ops"; a variable's
				 * name when name is "global" */
	u32 context;		/* CALLBACK/FIELD: bit set of enum atomic_kind; 0 with process */
	u32 memory;		/* DMA: bit set of enum memory_kind that is wrong there; MEMORY: what it returns */
	u32 test;		/* TEST: bit set of enum atomic_kind: true when any of them holds */
	bool test_negated;	/* TEST: the result is the opposite (in_task, preemptible) */
	struct rule_cond cond;	/* SLEEP/ALLOC */
	u32 unless_in;		/* SLEEP: looks at the context itself: does not sleep when any of these holds (vfree) */
	u32 only_in;		/* SLEEP: wrong only when one of these holds (dma_free_attrs); 0 = in all */
	u32 since, until;	/* versions it holds for: since <= version < until; 0 and UINT32_MAX = open */
	u32 families;		/* FAMILY: bit set; FLAGS: where it holds, 0 = everywhere */
	u32 has, lacks;		/* FLAGS: string ids, names by comma: all of them set, none of these set */
	u32 written;		/* FLAGS: string id; only where this flag is the first one that is written */
	u32 near;		/* FLAGS: string id, names by comma; only in a file that calls one of these functions */
	u32 say;		/* FLAGS: string id: what the kernel does with it, what to write instead */
	u8 grade;		/* FLAGS: 0 low .. 2 high */
	bool large;		/* FLAGS: matters above a page only */
	u64 by;			/* NEW/FREE/REALLOC: kinds of memory; bits are indexes in rules.by_word */
	u8 on;			/* NEW/FREE/TAKE: enum ret_class, only when the result is of it */
	bool errptr;		/* NEW/REALLOC: fails with an error pointer; FREE: may be given one */
	bool nofail;		/* NEW: never fails */
	bool managed;		/* NEW/REALLOC: released by the device core: never a leak */
	bool pop;		/* NEW: takes something out of a container: NULL means that it is empty */
	bool maybe;		/* NEW: need not be owned; FREE: drops a reference only, the memory may live on */
	bool rcu;		/* FREE: after a grace period */
	bool notnull;		/* FREE/TAKE: must not be given NULL */
	bool keeps;		/* WORD: may keep a pointer that it is given */
	bool undone;		/* WORD: may have to be undone when what follows fails */
	bool says;		/* WORD: only says something */
	u32 near_at, near_nr;	/* unless_near=: names in rules.near; the record is off where one of them is in use.
				 * FREE, release=: members that hold the function which the last reference calls */
	u32 file;		/* string id, and line: where the record stands */
	u32 line;
	u32 next;		/* next rule with the same key, or MAP_NONE */
};

/* Is its subject a member ("struct x.member") rather than a function? */
static inline bool rule_is_member(const struct rule *r)
{
	return r->kind == RULE_FIELD || (r->member && (r->kind == RULE_BIND || r->kind == RULE_DMA ||
						       r->kind == RULE_FREE || r->kind == RULE_TAKE ||
						       r->kind == RULE_BORROW || r->kind == RULE_PART));
}

struct rules {
	struct strtab str;
	VEC(struct rule) rule;
	VEC(u32) near;		/* string ids: "pm_runtime_irq_safe", "struct snd_pcm.nonatomic" */
	VEC(u32) by_word;	/* string ids: the words of by=, at most RULES_MAX_BY */
	struct map by_name;	/* string id of the name (FIELD: of "struct x.member") -> first rule */
	struct strtab seen;	/* "KIND NAME" of every record read, whatever its versions: "remove" must name one */
	u32 version;		/* of the kernel, KERNEL_VERSION() form: which ranges were loaded; 0 = all */
};

/* Different words of by=: each has a bit in rule.by. */
#define RULES_MAX_BY 64

void rules_init(struct rules *r, u32 kernel_version);
void rules_free(struct rules *r);

#define RULES_VERSION(major, minor, patch) ((u32)(major) << 16 | (u32)(minor) << 8 | (u32)(patch))

/*
 * Adds the records of one file (or of a text, with name for messages).  On a mistake: -1 and
 * "file:line:col: what is wrong", and r is as before the call.
 */
int rules_read_file(struct rules *r, const char *path, struct err *err) __must_check;
int rules_read_text(struct rules *r, const char *name, const char *text, struct err *err) __must_check;
/* All *.rules files of a folder that do not say `optional`, in the order of their names. */
int rules_read_dir(struct rules *r, const char *dir, struct err *err) __must_check;

/* First rule for that function, or NULL; go on with rules_next().  Never allocates. */
const struct rule *rules_find(const struct rules *r, const char *name);
const struct rule *rules_find_field(const struct rules *r, const char *rec, const char *member);
const struct rule *rules_next(const struct rules *r, const struct rule *rule);
static inline const char *rules_str(const struct rules *r, u32 id)
{
	return strtab_str(&r->str, id);
}

/* What functions with such names may do: a guess, where nothing better is known. */
enum name_guess { NAME_KEEPS, NAME_UNDONE, NAME_SAYS };
bool rules_guess(const struct rules *r, const char *name, enum name_guess what);

/* The word of a bit of rule.by: "kmalloc". */
static inline const char *rules_by_word(const struct rules *r, u32 bit)
{
	return rules_str(r, r->by_word.at[bit]);
}

/* The word of a family: "slab". */
const char *rules_family_word(enum alloc_family k);

/* Canonical text of all records, sorted: for --dump=rules, and hashed into whatever depends on rules. */
struct strbuf;
void rules_print(const struct rules *r, struct strbuf *out);
/* One record as it would stand in a file, without newline: for messages and `query`. */
void rules_print_one(const struct rules *r, const struct rule *rule, struct strbuf *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Put before every TU: as a precompiled header, or with -include where that fails.
 *
 * 1. Includes the kernel's lowest headers and makes their macros readable.  A macro that stands for one API call
 *    becomes a declared function of the same name, so that the analyser sees `spin_lock_irqsave(&x->lock, flags)` as
 *    a call by that name whatever the configuration made of it; noisy macros become cheap.  The include guards keep
 *    the TU's own includes from undoing it.
 * 2. Includes what most TUs include, so that it is compiled once.  These headers' inline functions already see
 *    the tamed macros.
 * 3. Asks the compiler for the named constants that rules/ uses: enum gfpcheck_const_<NAME>.
 *
 * Written against 6.1 to 7.1; every use is guarded, so an older or newer kernel, or none, still compiles.
 */
#ifndef GFPCHECK_PRELUDE_H
#define GFPCHECK_PRELUDE_H
#ifdef __has_include
/* A precompiled header has no TU whose names these would be; some inline functions of headers need them. */
#ifndef KBUILD_MODNAME
#define GFPCHECK_NAMES
#define KBUILD_MODNAME "?"
#define KBUILD_BASENAME "?"
#define KBUILD_MODFILE "?"
#endif

/* ---- 1. macros ---- */
/* The one file that asks for declarations instead of inline functions does so before its first include. */
#define INSTANTIATE_EXPORTED_MIGRATE_DISABLE

#if __has_include(<linux/kconfig.h>)
#include <linux/kconfig.h>
#endif
#if __has_include(<linux/compiler_types.h>)
#include <linux/compiler_types.h>
#endif
#if __has_include(<linux/compiler.h>)
#include <linux/compiler.h>
#endif
#if __has_include(<linux/types.h>)
#include <linux/types.h>
#endif

/* A destructor is invisible to the C API of libclang but for this annotation. */
#undef __cleanup
#define __cleanup(f) __attribute__((__cleanup__(f), annotate("cleanup=" #f)))
#undef __acquires
#define __acquires(...) __attribute__((annotate("acquires=" #__VA_ARGS__)))
#undef __releases
#define __releases(...) __attribute__((annotate("releases=" #__VA_ARGS__)))
#undef __must_hold
#define __must_hold(...) __attribute__((annotate("must_hold=" #__VA_ARGS__)))
#undef likely
#define likely(x) (!!(x))
#undef unlikely
#define unlikely(x) (!!(x))
#ifdef READ_ONCE
#undef READ_ONCE
#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#endif
#ifdef WRITE_ONCE
#undef WRITE_ONCE
#define WRITE_ONCE(x, v) do { *(volatile __typeof__(x) *)&(x) = (v); } while (0)
#endif
#ifdef data_race
#undef data_race
#define data_race(x) (x)
#endif

#if __has_include(<linux/export.h>)
#include <linux/export.h>
#ifdef __EXPORT_SYMBOL
#undef __EXPORT_SYMBOL
/* no attribute: one behind the definition counts for nothing */
#define __EXPORT_SYMBOL(sym, ...) extern char gfpcheck_export_##sym
#endif
#endif

#if __has_include(<linux/bug.h>)
#include <linux/bug.h>
#undef BUG
__attribute__((noreturn)) void BUG(void);
#undef BUG_ON
#define BUG_ON(c) do { if (c) BUG(); } while (0)
/* What comes behind the mark is not meant to happen. */
void gfpcheck_warned(void);
#define gfpcheck_warn_if(c) ((c) ? (gfpcheck_warned(), 1) : 0)
#undef WARN_ON
#define WARN_ON(c) gfpcheck_warn_if(c)
#undef WARN_ON_ONCE
#define WARN_ON_ONCE(c) gfpcheck_warn_if(c)
#undef WARN
#define WARN(c, ...) gfpcheck_warn_if(c)
#undef WARN_ONCE
#define WARN_ONCE(c, ...) gfpcheck_warn_if(c)
#undef WARN_TAINT
#define WARN_TAINT(c, ...) gfpcheck_warn_if(c)
#undef WARN_TAINT_ONCE
#define WARN_TAINT_ONCE(c, ...) gfpcheck_warn_if(c)
#endif

/* Whose code is gone once the kernel runs. */
#if __has_include(<linux/init.h>)
#include <linux/init.h>
#ifdef __init
#undef __init
#define __init __attribute__((__section__(".init.text"), annotate("init")))
#endif
#endif

/*
 * A static branch is a jump that is patched: nothing to see in it.  It becomes a read of the key, so that two tests of
 * one key are known to agree.
 */
#if __has_include(<linux/jump_label.h>)
#include <linux/jump_label.h>
#ifdef static_branch_likely
#undef static_branch_likely
#define static_branch_likely(x) (!!(x)->key.enabled.counter)
#undef static_branch_unlikely
#define static_branch_unlikely(x) (!!(x)->key.enabled.counter)
#undef static_key_enabled
#define static_key_enabled(x)									\
	(!!__builtin_choose_expr(__builtin_types_compatible_p(__typeof__(*(x)), struct static_key),	\
				 (struct static_key *)(x),					\
				 &((struct static_key_false *)(x))->key)->enabled.counter)
#define static_key_false(key) (!!(key)->enabled.counter)
#define static_key_true(key) (!!(key)->enabled.counter)
#endif
#endif

/* A static call is a call of its trampoline __SCT__name, with or without the architecture's support. */
#if __has_include(<linux/static_call_types.h>)
#include <linux/static_call_types.h>
#ifdef static_call
#undef static_call
#define static_call(name) (&STATIC_CALL_TRAMP(name))
#undef static_call_mod
#define static_call_mod(name) (&STATIC_CALL_TRAMP(name))
#endif
#endif

#if __has_include(<linux/printk.h>)
#include <linux/printk.h>
#ifdef printk
#undef printk
#define printk(fmt, ...) _printk(fmt, ##__VA_ARGS__)
#endif
#ifdef no_printk
#undef pr_debug
#define pr_debug(fmt, ...) no_printk(fmt, ##__VA_ARGS__)
#endif
#endif

#if __has_include(<linux/irqflags.h>)
#include <linux/irqflags.h>
#endif
#if __has_include(<linux/preempt.h>)
#include <linux/preempt.h>
#endif
#if __has_include(<linux/bottom_half.h>)
#include <linux/bottom_half.h>
#endif
#if __has_include(<linux/kernel.h>)
#include <linux/kernel.h>
#endif

/* GFPCHECK_FN(result, name, parameters): only where the kernel has name as a macro. */
#ifdef local_irq_disable
#undef local_irq_disable
void local_irq_disable(void);
#endif
#ifdef local_irq_enable
#undef local_irq_enable
void local_irq_enable(void);
#endif
#ifdef local_irq_save
#undef local_irq_save
void local_irq_save(unsigned long flags);
#endif
#ifdef local_irq_restore
#undef local_irq_restore
void local_irq_restore(unsigned long flags);
#endif
#ifdef irqs_disabled
#undef irqs_disabled
int irqs_disabled(void);
#endif
#ifdef preempt_disable
#undef preempt_disable
void preempt_disable(void);
#endif
#ifdef preempt_enable
#undef preempt_enable
void preempt_enable(void);
#endif
#ifdef preempt_disable_notrace
#undef preempt_disable_notrace
void preempt_disable_notrace(void);
#endif
#ifdef preempt_enable_notrace
#undef preempt_enable_notrace
void preempt_enable_notrace(void);
#endif
#ifdef preempt_enable_no_resched
#undef preempt_enable_no_resched
void preempt_enable_no_resched(void);
#endif
#ifdef preempt_enable_no_resched_notrace
#undef preempt_enable_no_resched_notrace
void preempt_enable_no_resched_notrace(void);
#endif
#ifdef preemptible
#undef preemptible
int preemptible(void);
#endif
#ifdef in_atomic
#undef in_atomic
int in_atomic(void);
#endif
#ifdef in_interrupt
#undef in_interrupt
unsigned long in_interrupt(void);
#endif
#ifdef in_irq
#undef in_irq
unsigned long in_irq(void);
#endif
#ifdef in_hardirq
#undef in_hardirq
unsigned long in_hardirq(void);
#endif
#ifdef in_softirq
#undef in_softirq
unsigned long in_softirq(void);
#endif
#ifdef in_serving_softirq
#undef in_serving_softirq
unsigned long in_serving_softirq(void);
#endif
#ifdef in_nmi
#undef in_nmi
unsigned long in_nmi(void);
#endif
#ifdef in_task
#undef in_task
int in_task(void);
#endif
#ifdef might_sleep
#undef might_sleep
void might_sleep(void);
#endif
#ifdef might_sleep_if
#undef might_sleep_if
void might_sleep_if(_Bool cond);
#endif

#if __has_include(<linux/spinlock.h>)
#include <linux/spinlock.h>
#ifdef raw_spin_lock
#undef raw_spin_lock
void raw_spin_lock(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_lock_nested
#undef raw_spin_lock_nested
void raw_spin_lock_nested(raw_spinlock_t *lock, int subclass);
#endif
#ifdef raw_spin_lock_nest_lock
#undef raw_spin_lock_nest_lock
#define raw_spin_lock_nest_lock(lock, nest) raw_spin_lock(lock)
#endif
#ifdef raw_spin_lock_irq
#undef raw_spin_lock_irq
void raw_spin_lock_irq(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_lock_bh
#undef raw_spin_lock_bh
void raw_spin_lock_bh(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_lock_irqsave
#undef raw_spin_lock_irqsave
void raw_spin_lock_irqsave(raw_spinlock_t *lock, unsigned long flags);
#endif
#ifdef raw_spin_lock_irqsave_nested
#undef raw_spin_lock_irqsave_nested
void raw_spin_lock_irqsave_nested(raw_spinlock_t *lock, unsigned long flags, int subclass);
#endif
#ifdef raw_spin_unlock
#undef raw_spin_unlock
void raw_spin_unlock(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_unlock_irq
#undef raw_spin_unlock_irq
void raw_spin_unlock_irq(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_unlock_bh
#undef raw_spin_unlock_bh
void raw_spin_unlock_bh(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_unlock_irqrestore
#undef raw_spin_unlock_irqrestore
void raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags);
#endif
#ifdef raw_spin_trylock
#undef raw_spin_trylock
int raw_spin_trylock(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_trylock_bh
#undef raw_spin_trylock_bh
int raw_spin_trylock_bh(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_trylock_irq
#undef raw_spin_trylock_irq
int raw_spin_trylock_irq(raw_spinlock_t *lock);
#endif
#ifdef raw_spin_trylock_irqsave
#undef raw_spin_trylock_irqsave
int raw_spin_trylock_irqsave(raw_spinlock_t *lock, unsigned long flags);
#endif
#ifdef assert_raw_spin_locked
#undef assert_raw_spin_locked
void assert_raw_spin_locked(raw_spinlock_t *lock);
#endif
#ifdef assert_spin_locked
#undef assert_spin_locked
void assert_spin_locked(spinlock_t *lock);
#ifdef lockdep_assert_held
#undef lockdep_assert_held
#define lockdep_assert_held(l)									\
	__builtin_choose_expr(__builtin_types_compatible_p(__typeof__(l), spinlock_t *),	\
			      assert_spin_locked((spinlock_t *)(l)),				\
	__builtin_choose_expr(__builtin_types_compatible_p(__typeof__(l), raw_spinlock_t *),	\
			      assert_raw_spin_locked((raw_spinlock_t *)(l)), (void)0))
#endif
#endif
#ifdef spin_lock_nested
#undef spin_lock_nested
void spin_lock_nested(spinlock_t *lock, int subclass);
#endif
#ifdef spin_lock_bh_nested
#undef spin_lock_bh_nested
void spin_lock_bh_nested(spinlock_t *lock, int subclass);
#endif
#ifdef spin_lock_nest_lock
#undef spin_lock_nest_lock
#define spin_lock_nest_lock(lock, nest) spin_lock(lock)
#endif
#ifdef spin_lock_irqsave
#undef spin_lock_irqsave
void spin_lock_irqsave(spinlock_t *lock, unsigned long flags);
#endif
#ifdef spin_lock_irqsave_nested
#undef spin_lock_irqsave_nested
void spin_lock_irqsave_nested(spinlock_t *lock, unsigned long flags, int subclass);
#endif
#ifdef spin_trylock_irqsave
#undef spin_trylock_irqsave
int spin_trylock_irqsave(spinlock_t *lock, unsigned long flags);
#endif
#ifdef read_lock
#undef read_lock
void read_lock(rwlock_t *lock);
#endif
#ifdef read_lock_irq
#undef read_lock_irq
void read_lock_irq(rwlock_t *lock);
#endif
#ifdef read_lock_bh
#undef read_lock_bh
void read_lock_bh(rwlock_t *lock);
#endif
#ifdef read_lock_irqsave
#undef read_lock_irqsave
void read_lock_irqsave(rwlock_t *lock, unsigned long flags);
#endif
#ifdef read_unlock
#undef read_unlock
void read_unlock(rwlock_t *lock);
#endif
#ifdef read_unlock_irq
#undef read_unlock_irq
void read_unlock_irq(rwlock_t *lock);
#endif
#ifdef read_unlock_bh
#undef read_unlock_bh
void read_unlock_bh(rwlock_t *lock);
#endif
#ifdef read_unlock_irqrestore
#undef read_unlock_irqrestore
void read_unlock_irqrestore(rwlock_t *lock, unsigned long flags);
#endif
#ifdef read_trylock
#undef read_trylock
int read_trylock(rwlock_t *lock);
#endif
#ifdef write_lock
#undef write_lock
void write_lock(rwlock_t *lock);
#endif
#ifdef write_lock_nested
#undef write_lock_nested
void write_lock_nested(rwlock_t *lock, int subclass);
#endif
#ifdef write_lock_irq
#undef write_lock_irq
void write_lock_irq(rwlock_t *lock);
#endif
#ifdef write_lock_bh
#undef write_lock_bh
void write_lock_bh(rwlock_t *lock);
#endif
#ifdef write_lock_irqsave
#undef write_lock_irqsave
void write_lock_irqsave(rwlock_t *lock, unsigned long flags);
#endif
#ifdef write_unlock
#undef write_unlock
void write_unlock(rwlock_t *lock);
#endif
#ifdef write_unlock_irq
#undef write_unlock_irq
void write_unlock_irq(rwlock_t *lock);
#endif
#ifdef write_unlock_bh
#undef write_unlock_bh
void write_unlock_bh(rwlock_t *lock);
#endif
#ifdef write_unlock_irqrestore
#undef write_unlock_irqrestore
void write_unlock_irqrestore(rwlock_t *lock, unsigned long flags);
#endif
#ifdef write_trylock
#undef write_trylock
int write_trylock(rwlock_t *lock);
#endif
#ifdef write_trylock_irqsave
#undef write_trylock_irqsave
int write_trylock_irqsave(rwlock_t *lock, unsigned long flags);
#endif
#endif

/* Whether a seqcount's writer turns preemption off depends on the type of its lock, through _Generic: neither. */
#if __has_include(<linux/seqlock.h>)
#include <linux/seqlock.h>
#ifdef write_seqcount_begin
#undef raw_write_seqcount_begin
#define raw_write_seqcount_begin(s) do { (void)(s); } while (0)
#undef raw_write_seqcount_end
#define raw_write_seqcount_end(s) do { (void)(s); } while (0)
#undef write_seqcount_begin_nested
#define write_seqcount_begin_nested(s, c) do { (void)(s); } while (0)
#undef write_seqcount_begin
#define write_seqcount_begin(s) do { (void)(s); } while (0)
#undef write_seqcount_end
#define write_seqcount_end(s) do { (void)(s); } while (0)
#endif
#endif

#if __has_include(<linux/rcupdate.h>)
#include <linux/rcupdate.h>
#ifdef rcu_dereference
#undef rcu_dereference
#define rcu_dereference(p) (p)
#undef rcu_dereference_bh
#define rcu_dereference_bh(p) (p)
#undef rcu_dereference_sched
#define rcu_dereference_sched(p) (p)
#undef rcu_dereference_raw
#define rcu_dereference_raw(p) (p)
#undef rcu_dereference_check
#define rcu_dereference_check(p, c) (p)
#undef rcu_dereference_protected
#define rcu_dereference_protected(p, c) (p)
#undef rcu_access_pointer
#define rcu_access_pointer(p) (p)
#undef rcu_assign_pointer
#define rcu_assign_pointer(p, v) do { (p) = (v); } while (0)
#endif
#endif

#if __has_include(<linux/mutex.h>)
#include <linux/mutex.h>
#ifdef mutex_lock
#undef mutex_lock
void mutex_lock(struct mutex *lock);
#endif
#ifdef mutex_lock_interruptible
#undef mutex_lock_interruptible
int mutex_lock_interruptible(struct mutex *lock);
#endif
#ifdef mutex_lock_killable
#undef mutex_lock_killable
int mutex_lock_killable(struct mutex *lock);
#endif
#ifdef mutex_lock_io
#undef mutex_lock_io
void mutex_lock_io(struct mutex *lock);
#endif
#endif

#if __has_include(<linux/sched.h>)
#include <linux/sched.h>
#ifdef cond_resched
#undef cond_resched
int cond_resched(void);
#endif
#ifdef cond_resched_lock
#undef cond_resched_lock
int cond_resched_lock(spinlock_t *lock);
#endif
#ifdef cond_resched_rwlock_read
#undef cond_resched_rwlock_read
int cond_resched_rwlock_read(rwlock_t *lock);
#endif
#ifdef cond_resched_rwlock_write
#undef cond_resched_rwlock_write
int cond_resched_rwlock_write(rwlock_t *lock);
#endif
#endif

/* The target of an update stands in the call itself, not in a local. */
#if __has_include(<linux/static_call.h>)
#include <linux/static_call.h>
#ifdef static_call_update
#undef static_call_cond
#define static_call_cond(name) (void)(&STATIC_CALL_TRAMP(name))
#undef static_call_update
#define static_call_update(name, func)								\
	__static_call_update(&STATIC_CALL_KEY(name), &STATIC_CALL_TRAMP(name), (void *)(func))
#ifdef static_call_update_early
#undef static_call_update_early
#define static_call_update_early(name, func) static_call_update(name, func)
#endif
#endif
#endif

#if __has_include(<linux/alloc_tag.h>)
#include <linux/alloc_tag.h>
#endif
#ifdef alloc_hooks
#undef alloc_hooks
#define alloc_hooks(x) (x)
#endif

#if __has_include(<linux/container_of.h>)
#include <linux/container_of.h>
#endif
#ifdef container_of
#undef container_of
#define container_of(ptr, type, member) ((type *)((char *)(ptr) - __builtin_offsetof(type, member)))
#endif

#if __has_include(<linux/timer.h>)
#include <linux/timer.h>
#ifdef timer_setup
#undef timer_setup
void timer_setup(struct timer_list *timer, void (*fn)(struct timer_list *), unsigned int flags);
#endif
#ifdef timer_setup_on_stack
#undef timer_setup_on_stack
void timer_setup_on_stack(struct timer_list *timer, void (*fn)(struct timer_list *), unsigned int flags);
#endif
#endif

#if __has_include(<linux/dev_printk.h>)
#include <linux/dev_printk.h>
#undef dev_dbg
#define dev_dbg(dev, fmt, ...) do { if (0) _dev_info(dev, fmt, ##__VA_ARGS__); } while (0)
#endif

/* ---- 2. what most TUs include ---- */
#ifndef GFPCHECK_NO_COMMON
#include "prelude-common.h"
#endif

#ifdef GFPCHECK_NAMES
#undef GFPCHECK_NAMES
#undef KBUILD_MODNAME
#undef KBUILD_BASENAME
#undef KBUILD_MODFILE
#endif

/* ---- 3. constants ---- */
#if __has_include(<linux/gfp.h>)
#include <linux/gfp.h>
#endif
#include "prelude-const.h"
#endif /* __has_include */
#endif

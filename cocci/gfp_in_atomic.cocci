// SPDX-License-Identifier: GPL-2.0-only
///
/// An allocation that may sleep, where sleeping is forbidden: its flags become GFP_ATOMIC.
///
//# GFP_KERNEL lets an allocation wait for memory to be written out.  Under a spin lock, with interrupts, bottom
//# halves or preemption off, in an RCU read section or in an interrupt handler nothing may wait: the flags have to be
//# GFP_ATOMIC, or GFP_NOWAIT (-D nowait) where the emergency reserves are not worth it and failing is cheap.
//#
//# Alone this script sees only what is taken in the same function and held there on a way to the allocation.
//# With -D targeted it changes the call at -D line=N (N,N,... for several) of -D func=NAME in -D file=PATH and looks
//# at nothing else (-D callee=F -D variant=G calls G there in the place of F): that is how "gfpcheck fix" uses it for
//# what it has proved across functions and files.  -D unsaid: the flags are left out there, as kmalloc_obj() allows.
///
// Confidence: Moderate
// Keywords: GFP_KERNEL, GFP_ATOMIC, spin_lock, rcu_read_lock, guard
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual nowait
virtual unsaid

@initialize:python@
@@
place = {}
hits = set()
def here(p):
    p = p[0]
    if "file" in place and not ("/" + p.file).endswith("/" + place["file"]):
        return False
    if "func" in place and p.current_element != place["func"]:
        return False
    return "line" not in place or any(int(p.line) <= n <= int(p.line_end) for n in place["line"])
def key(p):
    return (p[0].file, p[0].line, p[0].column)

@initialize:python@
file << virtual.file;
@@
place["file"] = file

@initialize:python@
func << virtual.func;
@@
place["func"] = func

@initialize:python@
line << virtual.line;
@@
place["line"] = [int(n) for n in line.split(",")]

// ---- where: under something taken in the same function

@held depends on !targeted exists@
identifier alloc;
identifier take =~ "^(raw_)?(spin|read|write)_lock(_irq|_bh|_irqsave|_nested)?$";
identifier drop =~ "^(raw_)?(spin|read|write)_unlock(_irq|_bh|_irqrestore)?$";
expression lock;
iterator name scoped_guard;
position p : script:python() { here(p) };
@@
take(lock, ...);
... when != drop(lock, ...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)

@script:python@
p << held.p;
@@
hits.add(key(p))

@off depends on !targeted exists@
identifier alloc;
position p : script:python() { here(p) };
@@
(
rcu_read_lock();
... when != rcu_read_unlock(...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)
|
local_bh_disable();
... when != local_bh_enable(...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)
|
preempt_disable();
... when != preempt_enable(...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)
|
local_irq_disable();
... when != local_irq_enable(...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)
|
local_irq_save(...);
... when != local_irq_restore(...)
    when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)
)

@script:python@
p << off.p;
@@
hits.add(key(p))

@guarded depends on !targeted exists@
identifier alloc;
identifier class =~ "^(raw_)?(spinlock|read_lock|write_lock)(_nested)?(_irq|_irqsave|_bh)?$|^(rcu|preempt|irq|irqsave|migrate)$";
position p : script:python() { here(p) };
@@
guard(class)(...);
... when any
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)

@script:python@
p << guarded.p;
@@
hits.add(key(p))

// ---- what

@bad@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)

@named depends on targeted@
identifier alloc;
position p : script:python() { here(p) };
@@
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\|GFP_USER\|GFP_HIGHUSER\) ...+>, ...)

@script:python@
p << named.p;
@@
hits.add(key(p))

@atomic depends on patch && !nowait@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(..., <+...
(
- GFP_KERNEL_ACCOUNT
+ GFP_ATOMIC | __GFP_ACCOUNT
|
- GFP_KERNEL
+ GFP_ATOMIC
|
- GFP_NOIO
+ GFP_ATOMIC
|
- GFP_NOFS
+ GFP_ATOMIC
|
- GFP_USER
+ GFP_ATOMIC
|
- GFP_HIGHUSER
+ GFP_ATOMIC
)
 ...+>, ...)

@may_fail depends on patch && nowait@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(..., <+...
(
- GFP_KERNEL_ACCOUNT
+ GFP_NOWAIT | __GFP_ACCOUNT
|
- GFP_KERNEL
+ GFP_NOWAIT
|
- GFP_NOIO
+ GFP_NOWAIT
|
- GFP_NOFS
+ GFP_NOWAIT
|
- GFP_USER
+ GFP_NOWAIT
|
- GFP_HIGHUSER
+ GFP_NOWAIT
)
 ...+>, ...)

// flags that are left out are GFP_KERNEL: -D unsaid

@left_out depends on patch && targeted && unsaid@
identifier alloc =~ "^k[vmz]*alloc_(obj|objs|flex)$";
expression list es;
position p : script:python() { here(p) };
@@
  alloc@p(es
+ , GFP_ATOMIC
  )

// a twin that does not sleep: -D callee=f -D variant=f_atomic

@twin depends on patch && targeted@
identifier virtual.callee, virtual.variant;
position p : script:python() { here(p) };
@@
- callee@p
+ variant
  (...)

@depends on context@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
* alloc@p(...)

@script:python depends on report@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() may sleep where that is forbidden; GFP_ATOMIC?" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() may sleep where that is forbidden; GFP_ATOMIC?" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.org.print_todo(p[0], "%s() may sleep where that is forbidden" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.alloc;
@@
coccilib.org.print_todo(p[0], "%s() may sleep where that is forbidden" % alloc)

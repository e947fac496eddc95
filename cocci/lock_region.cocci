// SPDX-License-Identifier: GPL-2.0-only
///
/// An allocation that may sleep, first thing under a spin lock: it moves in front of the lock, with its failure path.
///
//# What is allocated before the lock is taken may sleep, and keeps the section short.  When it fails, nothing has to be
//# released yet, so that the failure path is shorter, too.
//#
//# Alone this script sees an allocation that follows at once on the lock, and whose failure gives it back and returns.
//# With -D targeted, -D func=NAME: the allocation at -D line=N and its test at -D test=N move in front of the lock at
//# -D lock=N; where its failure leaves by a goto, -D code=ENOMEM is what is returned in its place.  With -D sooner the
//# lock is given back before the statement at -D line=N rather than at -D drop=N (N,N,... the failure paths on the way,
//# too): nothing from there on needs it.
///
// Confidence: Moderate
// Keywords: GFP_KERNEL, spin_lock, guard
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual sooner

@initialize:python@
@@
place = {"line": [], "lock": [], "test": [], "drop": []}
hits = set()
def begins(what, p):
    p = p[0]
    return ("func" not in place or p.current_element == place["func"]) and int(p.line) in place[what]
def key(p):
    return (p[0].file, p[0].line, p[0].column)

@initialize:python@
func << virtual.func;
@@
place["func"] = func

@initialize:python@
line << virtual.line;
@@
place["line"] = [int(n) for n in line.split(",")]

@initialize:python@
lock << virtual.lock;
@@
place["lock"] = [int(n) for n in lock.split(",")]

@initialize:python@
test << virtual.test;
@@
place["test"] = [int(n) for n in test.split(",")]

@initialize:python@
drop << virtual.drop;
@@
place["drop"] = [int(n) for n in drop.split(",")]

@initialize:python@
code << virtual.code;
@@
place["code"] = code

// ---- first thing under the lock

@first depends on !targeted@
identifier take =~ "^(raw_)?(spin|read|write)_lock(_irq|_bh|_irqsave)?$";
identifier drop =~ "^(raw_)?(spin|read|write)_unlock(_irq|_bh|_irqrestore)?$";
identifier x, alloc;
position p;
@@
take(...);
x = alloc@p(...);
if (\(!x\|x == NULL\)) {
drop(...);
return ...;
}

@sleeps depends on !targeted@
identifier alloc;
position first.p;
@@
alloc@p(..., <+... \(GFP_KERNEL\|GFP_KERNEL_ACCOUNT\|GFP_NOIO\|GFP_NOFS\) ...+>, ...)

@script:python@
p << first.p;
alloc << sleeps.alloc;
@@
hits.add(key(p))

@depends on patch && !targeted@
identifier take =~ "^(raw_)?(spin|read|write)_lock(_irq|_bh|_irqsave)?$";
identifier drop =~ "^(raw_)?(spin|read|write)_unlock(_irq|_bh|_irqrestore)?$";
identifier x, alloc;
position p : script:python() { key(p) in hits };
expression list es, ls;
expression R;
@@
+ x = alloc(es);
+ if (!x)
+ 	return R;
  take(ls);
- x = alloc@p(es);
- if (\(!x\|x == NULL\)) {
- drop(...);
- return R;
- }

// ---- targeted: in front of the lock; places are those of the text as it was, so one rule adds and takes away

@what depends on targeted && !sooner@
identifier x, alloc;
expression list es;
position p : script:python() { begins("line", p) };
@@
x@p = alloc(es);

@how depends on targeted && !sooner@
identifier what.x;
expression R;
position p : script:python() { "code" not in place and begins("test", p) };
@@
if@p (\(!x\|x == NULL\)) { ... return R; }

@how_short depends on targeted && !sooner@
identifier what.x;
expression R;
position p : script:python() { "code" not in place and begins("test", p) };
@@
if@p (\(!x\|x == NULL\)) return R;

@move depends on patch && what && how@
identifier what.x, what.alloc;
expression list what.es;
expression how.R;
statement S, T;
position l : script:python() { begins("lock", l) };
position p : script:python() { begins("line", p) };
position t : script:python() { begins("test", t) };
@@
(
- x@p = alloc(es);
|
- if@t (\(!x\|x == NULL\)) T
|
+ x = alloc(es);
+ if (!x)
+ 	return R;
  S@l
)

@depends on patch && what && how_short && !move@
identifier what.x, what.alloc;
expression list what.es;
expression how_short.R;
statement S, T;
position l : script:python() { begins("lock", l) };
position p : script:python() { begins("line", p) };
position t : script:python() { begins("test", t) };
@@
(
- x@p = alloc(es);
|
- if@t (\(!x\|x == NULL\)) T
|
+ x = alloc(es);
+ if (!x)
+ 	return R;
  S@l
)

@depends on patch && what && !how && !how_short@
identifier what.x, what.alloc;
expression list what.es;
identifier virtual.code;
statement S, T;
position l : script:python() { begins("lock", l) };
position p : script:python() { begins("line", p) };
position t : script:python() { begins("test", t) };
@@
(
- x@p = alloc(es);
|
- if@t (\(!x\|x == NULL\)) T
|
+ x = alloc(es);
+ if (!x)
+ 	return -code;
  S@l
)

// ---- targeted: the section ends sooner

@end depends on patch && targeted && sooner@
identifier drop;
expression list es;
position p : script:python() { begins("drop", p) };
@@
drop@p(es);

@depends on patch && targeted && sooner@
identifier end.drop;
expression list end.es;
statement S;
position p : script:python() { begins("line", p) };
position d : script:python() { begins("drop", d) };
@@
(
- drop@d(es);
|
+ drop(es);
  S@p
)

@call@
identifier alloc;
position p : script:python() { key(p) in hits or begins("line", p) };
@@
alloc@p(...)

@depends on context@
identifier call.alloc;
position call.p;
@@
* alloc@p(...)

@script:python depends on report@
p << call.p;
alloc << call.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() may sleep under a lock that it does not need; do it outside?" % alloc)

@script:python depends on org@
p << call.p;
alloc << call.alloc;
@@
coccilib.org.print_todo(p[0], "%s() may sleep under a lock that it does not need" % alloc)

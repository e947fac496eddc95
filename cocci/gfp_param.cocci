// SPDX-License-Identifier: GPL-2.0-only
///
/// A function that allocates with GFP_KERNEL and is called under a spin lock, too: its callers say how to allocate.
///
//# GFP_ATOMIC in a function that sleeping callers share takes from the reserves for all of them.  A parameter of
//# type gfp_t keeps GFP_KERNEL for who may sleep: the function gets it as its last one, its allocation uses it, and each
//# call passes what holds there.
//#
//# Alone this script only reports and marks; it sees a function and its callers in one file.  With -D targeted and
//# -D fns=F,G,... the functions get the parameter in this file: their definitions and prototypes, their
//# allocations at -D flag=N,N,..., the calls between them; the calls at -D line=N,N,... pass GFP_ATOMIC (and -D more=FLAG),
//# and all others GFP_KERNEL; -D no_args=F,... names those that have no parameter yet.  Run it on every file that names them.
///
// Confidence: Moderate
// Keywords: gfp_t, GFP_KERNEL, GFP_ATOMIC
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted

@initialize:python@
@@
place = {"atomic": "GFP_ATOMIC", "fns": [], "void": [], "line": [], "flag": []}
hits = set()
bodies = set()
def here(p):
    p = p[0]
    return "file" not in place or ("/" + p.file).endswith("/" + place["file"])
def at(what, p):
    p = p[0]
    return here([p]) and any(int(p.line) <= n <= int(p.line_end) for n in place[what])
def inside(p):
    return p[0].current_element in place["fns"]
def key(p):
    return (p[0].file, p[0].line, p[0].column)
def named(f):
    return str(f) in place["fns"]

@initialize:python@
file << virtual.file;
@@
place["file"] = file

@initialize:python@
fns << virtual.fns;
@@
place["fns"] = fns.split(",")

@initialize:python@
no_args << virtual.no_args;
@@
place["void"] = no_args.split(",")

@initialize:python@
more << virtual.more;
@@
place["atomic"] += " | " + more

@initialize:python@
line << virtual.line;
@@
place["line"] = [int(n) for n in line.split(",")]

@initialize:python@
flag << virtual.flag;
@@
place["flag"] = [int(n) for n in flag.split(",")]

// ---- calls and allocations, all by one rule: places are those of the text as it was

@script:python how@
flags;
@@
coccinelle.flags = place["atomic"]

@depends on patch && targeted@
identifier how.flags;
identifier alloc, f : script:python() { named(f) };
expression list es;
position between : script:python() { inside(between) };
position start : script:python() { not inside(start) and at("line", start) };
position other : script:python() { not inside(other) and not at("line", other) };
position p : script:python() { inside(p) and at("flag", p) };
@@
(
  f@between(
+ gfp
  )
|
  f@between(es
+ , gfp
  )
|
  f@start(
+ flags
  )
|
  f@start(es
+ , flags
  )
|
  f@other(
+ GFP_KERNEL
  )
|
  f@other(es
+ , GFP_KERNEL
  )
|
alloc@p(..., <+...
- GFP_KERNEL
+ gfp
 ...+>, ...)
)

// ---- the functions; where one is defined spatch changes its prototype, too

@defined depends on patch && targeted@
identifier f : script:python() { named(f) };
type T;
@@
T f(...) { ... }

@script:python@
f << defined.f;
@@
bodies.add(str(f))

@depends on patch && targeted@
identifier f : script:python() { named(f) and str(f) in place["void"] };
type T;
typedef gfp_t;
@@
  T f(
- void
+ gfp_t gfp
  ) { ... }

@depends on patch && targeted@
identifier f : script:python() { named(f) and str(f) not in place["void"] };
type T;
parameter list ps;
typedef gfp_t;
@@
  T f(ps
+ , gfp_t gfp
  ) { ... }

@depends on patch && targeted@
identifier f : script:python() { named(f) and str(f) not in bodies and str(f) in place["void"] };
type T;
typedef gfp_t;
@@
  T f(
- void
+ gfp_t gfp
  );

@depends on patch && targeted@
identifier f : script:python() { named(f) and str(f) not in bodies and str(f) not in place["void"] };
type T;
parameter list ps;
typedef gfp_t;
@@
  T f(ps
+ , gfp_t gfp
  );

// ---- reports: a function of this file that allocates with GFP_KERNEL, called under something taken in this file

@shared depends on !patch && !targeted@
identifier alloc;
position p;
@@
alloc@p(..., <+... GFP_KERNEL ...+>, ...)

@script:python@
p << shared.p;
@@
bodies.add(p[0].current_element)

@under depends on !patch && !targeted exists@
identifier f : script:python() { str(f) in bodies };
identifier take =~ "^(raw_)?(spin|read|write)_lock(_irq|_bh|_irqsave|_nested)?$";
identifier drop =~ "^(raw_)?(spin|read|write)_unlock(_irq|_bh|_irqrestore)?$";
expression lock;
position p;
@@
take(lock, ...);
... when != drop(lock, ...)
    when any
f@p(...)

@guarded depends on !patch && !targeted exists@
identifier f : script:python() { str(f) in bodies };
identifier class =~ "^(raw_)?(spinlock|read_lock|write_lock)(_nested)?(_irq|_irqsave|_bh)?$|^(rcu|preempt|irq|irqsave|migrate)$";
position p;
@@
guard(class)(...);
... when any
f@p(...)

@script:python@
p << under.p;
@@
hits.add(key(p))

@script:python@
p << guarded.p;
@@
hits.add(key(p))

@call depends on !patch@
identifier f : script:python() { str(f) in bodies or named(f) };
position p : script:python() { key(p) in hits or at("line", p) };
@@
f@p(...)

@depends on context@
identifier call.f;
position call.p;
@@
* f@p(...)

@script:python depends on report@
p << call.p;
f << call.f;
@@
coccilib.report.print_report(p[0], "WARNING: %s() allocates with GFP_KERNEL and is called where nothing may sleep; a gfp_t parameter?" % f)

@script:python depends on org@
p << call.p;
f << call.f;
@@
coccilib.org.print_todo(p[0], "%s() allocates with GFP_KERNEL and is called where nothing may sleep" % f)

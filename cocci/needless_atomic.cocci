// SPDX-License-Identifier: GPL-2.0-only
///
/// An allocation that must not sleep, where sleeping is allowed: its flags become GFP_KERNEL.
///
//# GFP_ATOMIC takes from the reserves that are meant for interrupt handlers, and fails where GFP_KERNEL would wait a
//# little.  Whether a function may sleep is decided by its callers: "gfpcheck scan" knows them.  Alone this script
//# sees only functions that sleep themselves before the allocation, with nothing taken in between; with
//# -D busywait it also turns mdelay() into msleep() there.
//#
//# With -D targeted it changes the place at -D line=N (N,N,... for several) of -D func=NAME in -D file=PATH and looks
//# at nothing else: that is how "gfpcheck fix" uses it for what it has proved across functions and files.
///
// Confidence: Moderate
// Keywords: GFP_ATOMIC, GFP_NOWAIT, GFP_KERNEL, mdelay
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual busywait

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

// ---- where: behind something that sleeps whatever happens

@slept depends on !targeted forall@
identifier fn, alloc;
identifier enter =~ "lock|disable|enter|irq_save|begin|guard|^get_cpu";
iterator name scoped_guard;
position p : script:python() { here(p) };
@@
fn(...) {
... when != enter(...)
\(mutex_lock\|msleep\|usleep_range\|might_sleep\|wait_for_completion\|schedule_timeout_interruptible\)(...);
... when != enter(...)
alloc@p(..., <+... \(GFP_ATOMIC\|GFP_NOWAIT\) ...+>, ...)
... when any
}

@script:python@
p << slept.p;
@@
hits.add(key(p))

// ---- what

@bad depends on !targeted@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(..., <+... \(GFP_ATOMIC\|GFP_NOWAIT\) ...+>, ...)

@named depends on targeted@
identifier alloc;
position p : script:python() { here(p) };
@@
alloc@p(..., <+... \(GFP_ATOMIC\|GFP_NOWAIT\) ...+>, ...)

@script:python@
p << named.p;
@@
hits.add(key(p))

@sleeping depends on patch@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(..., <+...
(
- GFP_ATOMIC
+ GFP_KERNEL
|
- GFP_NOWAIT
+ GFP_KERNEL
)
 ...+>, ...)

@depends on patch && targeted && busywait@
expression ms;
position p : script:python() { here(p) };
@@
- mdelay@p(ms)
+ msleep(ms)

@depends on context@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
* alloc@p(...)

@script:python depends on report@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() need not be atomic here; GFP_KERNEL?" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.org.print_todo(p[0], "%s() need not be atomic here; GFP_KERNEL?" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() need not be atomic here; GFP_KERNEL?" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.alloc;
@@
coccilib.org.print_todo(p[0], "%s() need not be atomic here; GFP_KERNEL?" % alloc)

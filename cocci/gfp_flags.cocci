// SPDX-License-Identifier: GPL-2.0-only
///
/// Allocation flags that are contradictory, invalid or ignored, to what is meant.
///
//# GFP_DMA alone is a zone: it neither waits nor wakes kswapd.  Two zones at once are invalid, and so is a way to wait
//# beside another one.  __GFP_ZERO is done twice by the zeroing allocators.
//#
//# With -D targeted it changes the call at -D line=N of -D func=NAME in -D file=PATH: -D drop=FLAG takes FLAG out of a
//# combination, -D from=FLAG -D to=FLAG puts one in the place of another, -D add=FLAG -D beside=FLAG puts one before
//# another, -D append -D more=FLAG -D beside=FLAG behind it.  That is how
//# "gfpcheck fix" uses it for what the kernel at hand makes of the flags.
///
// Confidence: High
// Keywords: GFP_KERNEL, GFP_DMA, __GFP_ZERO, __GFP_ATOMIC
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual append

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

// ---- where

@wrong depends on !targeted@
identifier alloc;
expression E;
position p : script:python() { here(p) };
@@
(
alloc@p(..., GFP_DMA, ...)
|
alloc@p(..., GFP_DMA32, ...)
|
alloc@p(..., GFP_KERNEL | GFP_ATOMIC, ...)
|
alloc@p(..., GFP_ATOMIC | GFP_KERNEL, ...)
|
\(kzalloc@p\|kcalloc@p\|kvzalloc@p\|devm_kzalloc@p\|devm_kcalloc@p\)(..., E | __GFP_ZERO)
)

@script:python depends on !targeted@
p << wrong.p;
@@
hits.add(key(p))

@depends on patch && !targeted@
identifier alloc;
expression E;
position p : script:python() { key(p) in hits };
@@
(
alloc@p(...,
- GFP_DMA
+ GFP_KERNEL | GFP_DMA
  , ...)
|
alloc@p(...,
- GFP_DMA32
+ GFP_KERNEL | GFP_DMA32
  , ...)
|
alloc@p(...,
- GFP_KERNEL | GFP_ATOMIC
+ GFP_ATOMIC
  , ...)
|
alloc@p(...,
- GFP_ATOMIC | GFP_KERNEL
+ GFP_ATOMIC
  , ...)
|
\(kzalloc@p\|kcalloc@p\|kvzalloc@p\|devm_kzalloc@p\|devm_kcalloc@p\)(...,
- E | __GFP_ZERO
+ E
 )
)

// ---- targeted

@dropped depends on patch && targeted@
identifier alloc;
identifier virtual.drop;
expression E;
position p : script:python() { here(p) };
@@
alloc@p(..., <+...
(
- E | drop
+ E
|
- drop | E
+ E
)
 ...+>, ...)

@replaced depends on patch && targeted@
identifier alloc;
identifier virtual.from, virtual.to;
position p : script:python() { here(p) };
@@
alloc@p(..., <+...
- from
+ to
 ...+>, ...)

@added depends on patch && targeted && !append@
identifier alloc;
identifier virtual.add, virtual.beside;
position p : script:python() { here(p) };
@@
alloc@p(...,
- beside
+ add | beside
  , ...)

@extended depends on patch && targeted && append@
identifier alloc;
identifier virtual.more, virtual.beside;
position p : script:python() { here(p) };
@@
alloc@p(...,
- beside
+ beside | more
  , ...)

@named depends on targeted && !patch@
identifier alloc;
position p : script:python() { here(p) };
@@
alloc@p(...)

@depends on context && targeted@
identifier alloc;
position p : script:python() { here(p) };
@@
* alloc@p(...)

@depends on context && !targeted@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
* alloc@p(...)

@bad depends on !targeted && !patch@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
alloc@p(...)

@script:python depends on report@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() with flags that do not belong together" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.org.print_todo(p[0], "%s() with flags that do not belong together" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() with flags that do not belong together" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.alloc;
@@
coccilib.org.print_todo(p[0], "%s() with flags that do not belong together" % alloc)

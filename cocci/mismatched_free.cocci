// SPDX-License-Identifier: GPL-2.0-only
///
/// Memory that goes to a function which cannot release it: the one that belongs to its allocator.
///
//# kfree() of vmalloc() or page memory corrupts the allocator, kvfree() of a kmem_cache object is an accident before
//# 6.4.  Alone this script looks at local pointers in one function.
//#
//# With -D targeted it changes the call at -D line=N of -D func=NAME in -D file=PATH into -D release=FUNCTION of the
//# same pointer: that is how "gfpcheck fix" uses it for what it has proved across functions and files.
///
// Confidence: High
// Keywords: kfree, kvfree, vfree, kmem_cache_free
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted

@initialize:python@
@@
place = {}
hits = set()
plain = set()
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

// ---- alone: the pointer comes from one family and goes to another one

@vmalloced depends on !targeted exists@
local idexpression x;
expression y;
iterator name scoped_guard;
position p : script:python() { here(p) };
@@
x = \(vmalloc\|vzalloc\|vmalloc_user\|vmalloc_node\|vzalloc_node\|__vmalloc\)(...);
... when != x = y
    when != is_vmalloc_addr(x)
kfree@p(x)

@script:python@
p << vmalloced.p;
@@
hits.add(key(p))
plain.add(key(p))

@kvmalloced depends on !targeted exists@
local idexpression x;
expression y;
position p : script:python() { here(p) };
@@
x = \(kvmalloc\|kvzalloc\|kvcalloc\|kvmalloc_array\|kvmalloc_node\|kvzalloc_node\|kvmalloc_obj\|kvzalloc_obj\|kvmalloc_objs\|kvzalloc_objs\)(...);
... when != x = y
    when != is_vmalloc_addr(x)
\(kfree@p\|vfree@p\)(x)

@script:python@
p << kvmalloced.p;
@@
hits.add(key(p))

@depends on patch && !targeted@
expression x;
position p : script:python() { key(p) in plain };
position q : script:python() { key(q) in hits and key(q) not in plain };
@@
(
- kfree@p(x)
+ vfree(x)
|
- kfree@q(x)
+ kvfree(x)
|
- vfree@q(x)
+ kvfree(x)
)

@bad depends on !targeted && !patch@
identifier free;
position p : script:python() { key(p) in hits };
@@
free@p(...)

// ---- targeted

@one depends on patch && targeted@
identifier virtual.release, free;
expression x;
position p : script:python() { here(p) };
@@
- free@p(x)
+ release(x)

@two depends on patch && targeted && !one@
identifier virtual.release, free;
expression cache, x;
position p : script:python() { here(p) };
@@
- free@p(cache, x)
+ release(x)

@named depends on targeted && !patch@
identifier free;
position p : script:python() { here(p) };
@@
free@p(...)

@depends on context && targeted@
identifier free;
position p : script:python() { here(p) };
@@
* free@p(...)

@depends on context && !targeted@
identifier free;
position p : script:python() { key(p) in hits };
@@
* free@p(...)

@script:python depends on report@
p << bad.p;
alloc << bad.free;
@@
coccilib.report.print_report(p[0], "WARNING: %s() is not what releases this memory" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.free;
@@
coccilib.org.print_todo(p[0], "%s() is not what releases this memory" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.free;
@@
coccilib.report.print_report(p[0], "WARNING: %s() is not what releases this memory" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.free;
@@
coccilib.org.print_todo(p[0], "%s() is not what releases this memory" % alloc)

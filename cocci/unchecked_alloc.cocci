// SPDX-License-Identifier: GPL-2.0-only
///
/// The result of an allocation that is used without a test: the test, with the function's own way to fail.
///
//# Every allocation may fail.  Alone this script reports what is dereferenced with no test before, and adds the test
//# where the way to fail is beyond doubt: a function that has nothing to undo yet and returns an error code or a
//# pointer.
//#
//# With -D targeted it adds the test behind the allocation at -D line=N of -D func=NAME in -D file=PATH, and one of
//# set_goto, set_errptr_goto, do_goto, return_code, return_null,
//# return_errptr, return_void, return_value, do_continue says how the function fails (-D label= -D ret= -D code=
//# -D value= name what these need; -D undo with -D also= and -D release=: what is
//# released before a return).  -D next=N is the line of the first statement, for an allocation in a declaration.
//# "gfpcheck fix" chooses them from the function's other failures, and checks what comes out.
///
// Confidence: Moderate
// Keywords: kmalloc, kzalloc, kasprintf, NULL, ENOMEM
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual set_goto
virtual set_errptr_goto
virtual do_goto
virtual return_code
virtual return_null
virtual return_errptr
virtual return_void
virtual return_value
virtual do_continue
virtual undo

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

@initialize:python@
@@
next_line = 0

@initialize:python@
next << virtual.next;
@@
next_line = int(next)

// ---- where

@bad depends on !targeted exists@
expression x;
identifier alloc =~ "^(devm_|dmam_|drmm_)?(k[mzc]alloc|kv[mzc]alloc|kmalloc_array|kvmalloc_array|kcalloc|kvcalloc|kmemdup|kstrdup|kstrndup|kasprintf|vmalloc|vzalloc|kmem_cache_alloc|kmem_cache_zalloc|k[vmz]*alloc_(obj|objs|flex))(_node)?$";
identifier fld;
iterator name scoped_guard;
position p : script:python() { here(p) };
@@
x = alloc@p(...);
... when != x == NULL
    when != x != NULL
    when != IS_ERR_OR_NULL(x)
    when != ZERO_OR_NULL_PTR(x)
    when != x = krealloc(...)
x->fld

@script:python@
p << bad.p;
@@
hits.add(key(p))

@int_fn depends on !targeted@
identifier bad.alloc, fn, taken;
position bad.p;
constant C;
expression bad.x;
@@
int fn(...) {
... when != taken(...)
x = alloc@p(...);
<+...
return -C;
...+>
}

@depends on patch && !targeted && int_fn@
expression bad.x;
identifier alloc;
position p : script:python() { key(p) in hits };
@@
x = alloc@p(...);
+ if (!x)
+ 	return -ENOMEM;

// ---- targeted: an assignment

@a_set_goto depends on patch && targeted && set_goto && !undo@
expression x, E;
identifier virtual.ret, virtual.code, virtual.label;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	ret = -code;
+ 	goto label;
+ }

@a_set_errptr_goto depends on patch && targeted && set_errptr_goto && !undo@
expression x, E;
identifier virtual.ret, virtual.code, virtual.label;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	ret = ERR_PTR(-code);
+ 	goto label;
+ }

@a_do_goto depends on patch && targeted && do_goto && !undo@
expression x, E;
identifier virtual.label;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	goto label;

@a_return_code depends on patch && targeted && return_code && !undo@
expression x, E;
identifier virtual.code;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	return -code;

@a_return_null depends on patch && targeted && return_null && !undo@
expression x, E;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	return NULL;

@a_return_errptr depends on patch && targeted && return_errptr && !undo@
expression x, E;
identifier virtual.code;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	return ERR_PTR(-code);

@a_return_void depends on patch && targeted && return_void && !undo@
expression x, E;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	return;

@a_return_value depends on patch && targeted && return_value && !undo@
expression x, E;
identifier virtual.value;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	return value;

@a_do_continue depends on patch && targeted && do_continue && !undo@
expression x, E;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x)
+ 	continue;

@a_return_code_undo depends on patch && targeted && return_code && undo@
expression x, E;
identifier virtual.code, virtual.release, virtual.also;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	release(also);
+ 	return -code;
+ }

@a_return_null_undo depends on patch && targeted && return_null && undo@
expression x, E;
identifier virtual.release, virtual.also;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	release(also);
+ 	return NULL;
+ }

@a_return_errptr_undo depends on patch && targeted && return_errptr && undo@
expression x, E;
identifier virtual.code, virtual.release, virtual.also;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	release(also);
+ 	return ERR_PTR(-code);
+ }

@a_return_void_undo depends on patch && targeted && return_void && undo@
expression x, E;
identifier virtual.release, virtual.also;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	release(also);
+ 	return;
+ }

@a_return_value_undo depends on patch && targeted && return_value && undo@
expression x, E;
identifier virtual.value, virtual.release, virtual.also;
position p : script:python() { here(p) };
@@
x = E@p;
+ if (!x) {
+ 	release(also);
+ 	return value;
+ }

// ---- targeted: a declaration; the test goes before the first statement

@declared depends on patch && targeted@
identifier x;
type T;
expression E;
position p : script:python() { here(p) };
@@
T x = E@p;

@d_set_goto depends on declared && set_goto && !undo@
identifier declared.x;
statement S;
identifier virtual.ret, virtual.code, virtual.label;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	ret = -code;
+ 	goto label;
+ }
S@q

@d_set_errptr_goto depends on declared && set_errptr_goto && !undo@
identifier declared.x;
statement S;
identifier virtual.ret, virtual.code, virtual.label;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	ret = ERR_PTR(-code);
+ 	goto label;
+ }
S@q

@d_do_goto depends on declared && do_goto && !undo@
identifier declared.x;
statement S;
identifier virtual.label;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	goto label;
S@q

@d_return_code depends on declared && return_code && !undo@
identifier declared.x;
statement S;
identifier virtual.code;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	return -code;
S@q

@d_return_null depends on declared && return_null && !undo@
identifier declared.x;
statement S;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	return NULL;
S@q

@d_return_errptr depends on declared && return_errptr && !undo@
identifier declared.x;
statement S;
identifier virtual.code;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	return ERR_PTR(-code);
S@q

@d_return_void depends on declared && return_void && !undo@
identifier declared.x;
statement S;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	return;
S@q

@d_return_value depends on declared && return_value && !undo@
identifier declared.x;
statement S;
identifier virtual.value;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x)
+ 	return value;
S@q

@d_return_code_undo depends on declared && return_code && undo@
identifier declared.x;
statement S;
identifier virtual.code, virtual.release, virtual.also;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	release(also);
+ 	return -code;
+ }
S@q

@d_return_null_undo depends on declared && return_null && undo@
identifier declared.x;
statement S;
identifier virtual.release, virtual.also;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	release(also);
+ 	return NULL;
+ }
S@q

@d_return_errptr_undo depends on declared && return_errptr && undo@
identifier declared.x;
statement S;
identifier virtual.code, virtual.release, virtual.also;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	release(also);
+ 	return ERR_PTR(-code);
+ }
S@q

@d_return_void_undo depends on declared && return_void && undo@
identifier declared.x;
statement S;
identifier virtual.release, virtual.also;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	release(also);
+ 	return;
+ }
S@q

@d_return_value_undo depends on declared && return_value && undo@
identifier declared.x;
statement S;
identifier virtual.value, virtual.release, virtual.also;
position q : script:python() { int(q[0].line) == next_line };
@@
+ if (!x) {
+ 	release(also);
+ 	return value;
+ }
S@q

// ---- targeted: the test of an error pointer that is none

@depends on patch && targeted && !set_goto && !set_errptr_goto && !do_goto && !return_code && !return_null && !return_errptr && !return_void && !return_value && !do_continue@
expression x;
position p : script:python() { here(p) };
@@
(
- IS_ERR@p(x)
+ !x
|
- PTR_ERR@p(x)
+ -ENOMEM
)

@named depends on targeted && !patch@
expression x, E;
position p : script:python() { here(p) };
@@
x = E@p

@depends on context && targeted@
expression x, E;
position p : script:python() { here(p) };
@@
* x = E@p

@depends on context && !targeted@
identifier alloc;
position p : script:python() { key(p) in hits };
@@
* alloc@p(...)

@script:python depends on report@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.report.print_report(p[0], "WARNING: %s() may fail, and its result is used without a test" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.alloc;
@@
coccilib.org.print_todo(p[0], "%s() may fail, and its result is used without a test" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s may be NULL, and is used without a test" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.x;
@@
coccilib.org.print_todo(p[0], "%s may be NULL, and is used without a test" % alloc)

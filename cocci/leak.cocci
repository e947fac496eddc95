// SPDX-License-Identifier: GPL-2.0-only
///
/// Memory that is lost on a path: the release that is missing there.
///
//# Alone this script looks at local pointers to kmalloc() memory that nobody else has seen, and at returns that
//# release nothing.
//#
//# With -D targeted it adds the release before the statements (return, goto, break) at -D line=N,N,... of -D func=NAME
//# in -D file=PATH: -D alloc=N is the line where the memory comes from and names the pointer, -D release=FUNCTION what
//# releases it; or -D like=N is the line of a release on another path, which is copied.  With -D label=NAME the
//# statement becomes a goto to the label that releases (-D ret=NAME takes the value of a return).
//# -D clear also sets the pointer to NULL, where the caller releases it again.
//# -D grow takes the result of the krealloc() at -D line=N into a new variable -D new=NAME, so that the old memory is not
//# lost when it fails; -D grow_own releases that on the failure path, which returns; -D bare: the
//# function has no declarations yet.
//# -D cleanup lets the end of the scope of -D var=NAME release it instead, for kernels with <linux/cleanup.h>: it gets
//# __free(kfree) where it is set at -D alloc=N, and the function's own releases go.
//# "gfpcheck fix" chooses among them, and checks what comes out.
///
// Confidence: Moderate
// Keywords: kfree, leak, goto, __free
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual goto_label
virtual set_goto
virtual cleanup
virtual grow
virtual grow_own
virtual bare
virtual clear

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
alloc_line = 0
like_line = 0
def starts(p):
    return "func" not in place or p[0].current_element == place["func"]
def exit_here(p):
    return starts(p) and int(p[0].line) in place.get("line", [])
def made_here(p):
    return starts(p) and int(p[0].line) <= alloc_line <= int(p[0].line_end)
def like_here(p):
    return starts(p) and int(p[0].line) <= like_line <= int(p[0].line_end)

@initialize:python@
alloc << virtual.alloc;
@@
alloc_line = int(alloc)

@initialize:python@
like << virtual.like;
@@
like_line = int(like)

// ---- alone

@bad depends on !targeted exists@
local idexpression x;
expression E;
statement S;
identifier f, alloc =~ "^(kmalloc|kzalloc|kcalloc|kmalloc_array|kmemdup|kstrdup|kasprintf|kmalloc_obj|kzalloc_obj|kmalloc_objs|kzalloc_objs|kmalloc_flex|kzalloc_flex)$";
iterator name scoped_guard;
position p;
@@
x = alloc(...);
... when != x
if (x == NULL) S
<... when != x
     when != if (...) { <+...x...+> }
(
x->f = E
|
f(..., x->f, ...)
)
...>
(
return <+...x...+>;
|
return@p ...;
)

@script:python@
p << bad.p;
@@
hits.add(key(p))

@depends on patch && !targeted@
local idexpression bad.x;
position p : script:python() { key(p) in hits };
@@
+ kfree(x);
return@p ...;

// ---- targeted: what is lost

@made depends on targeted@
expression x, E;
position p : script:python() { made_here(p) };
@@
x = E@p

@declared depends on targeted && !made@
identifier x;
type T;
expression E;
position p : script:python() { made_here(p) };
@@
T x = E@p;

@cached depends on made@
expression made.x, cache;
position p : script:python() { made_here(p) };
@@
x = \(kmem_cache_alloc@p\|kmem_cache_zalloc@p\|kmem_cache_alloc_node@p\|mempool_alloc@p\)(cache, ...)

@coherent depends on made@
expression made.x, dev, size, dma;
position p : script:python() { made_here(p) };
@@
x = \(dma_alloc_coherent@p\|dma_alloc_wc@p\|dma_alloc_noncoherent@p\)(dev, size, &dma, ...)

@like depends on targeted@
identifier free;
expression list es;
position p : script:python() { like_here(p) };
@@
free@p(es);

// ---- targeted: the release

@depends on patch && like && !goto_label && !set_goto@
identifier like.free;
expression list like.es;
statement S;
position q : script:python() { exit_here(q) };
@@
+ free(es);
S@q

@depends on patch && cached && !like && !goto_label && !set_goto@
expression made.x, cached.cache;
identifier virtual.release;
statement S;
position q : script:python() { exit_here(q) };
@@
+ release(cache, x);
S@q

@depends on patch && coherent && !like && !goto_label && !set_goto@
expression made.x, coherent.dev, coherent.size, coherent.dma;
identifier virtual.release;
statement S;
position q : script:python() { exit_here(q) };
@@
+ release(dev, size, x, dma);
S@q

@depends on patch && made && !cached && !coherent && !like && !goto_label && !set_goto && !clear@
expression made.x;
identifier virtual.release;
statement S;
position q : script:python() { exit_here(q) };
@@
+ release(x);
S@q

@depends on patch && made && !cached && !coherent && !like && !goto_label && !set_goto && clear@
expression made.x;
identifier virtual.release;
statement S;
position q : script:python() { exit_here(q) };
@@
+ release(x);
+ x = NULL;
S@q

@depends on patch && declared && !like && !goto_label && !set_goto@
identifier declared.x;
identifier virtual.release;
statement S;
position q : script:python() { exit_here(q) };
@@
+ release(x);
S@q

// ---- targeted: to the label that releases

@depends on patch && targeted && goto_label@
identifier virtual.label, old;
position q : script:python() { exit_here(q) };
@@
- goto@q old;
+ goto label;

@depends on patch && targeted && goto_label@
identifier virtual.label;
expression E;
position q : script:python() { exit_here(q) };
@@
(
- return@q E;
+ goto label;
|
- return@q;
+ goto label;
)

@depends on patch && targeted && set_goto@
identifier virtual.label, virtual.ret;
expression E;
position q : script:python() { exit_here(q) };
@@
(
- return@q ret;
+ goto label;
|
- return@q E;
+ ret = E;
+ goto label;
)

// ---- targeted: the scope releases it

// what is set there; places are looked at before anything changes, as lines are others afterwards
@scoped depends on patch && targeted && cleanup@
identifier virtual.var;
type T;
expression E;
position p : script:python() { made_here(p) };
@@
T var = E@p;

@late depends on patch && targeted && cleanup && !scoped@
identifier virtual.var;
expression E;
position p : script:python() { made_here(p) };
@@
var = E@p;

// the function's own releases go first: what has __free() is not parsed everywhere
@depends on scoped || late@
identifier virtual.var, virtual.release;
position p : script:python() { starts(p) };
@@
- if (var) release@p(var);

@depends on scoped || late@
identifier virtual.var, virtual.release;
expression C;
statement S;
position p : script:python() { starts(p) };
@@
- if (C) {
- release@p(var);
- S
- }
+ if (C)
+ S

@depends on scoped || late@
identifier virtual.var, virtual.release;
position p : script:python() { starts(p) };
@@
- release@p(var);

// one word: spatch does not know attributes that take an argument
@script:python with_free depends on scoped || late@
var << virtual.var;
release << virtual.release;
decl;
@@
coccinelle.decl = cocci.make_ident("%s __free(%s)" % (var, release))

@depends on scoped@
identifier virtual.func, virtual.var, with_free.decl;
type scoped.T;
expression scoped.E;
@@
func(...) {
<...
- T var = E;
+ T decl = E;
...>
}

// set further down: defined and set in one statement there
@depends on late disable decl_init exists@
identifier virtual.var, with_free.decl;
type T;
expression late.E;
position p : script:python() { starts(p) };
@@
(
- T var;
|
- T var = NULL;
)
  ... when any
- var@p = E;
+ T decl = E;

@depends on scoped || late@
identifier virtual.var;
position p : script:python() { starts(p) };
@@
- return@p var;
+ return_ptr(var);

// a new variable for what krealloc() returns

@grown depends on patch && targeted && grow@
expression x;
identifier virtual.new;
identifier alloc;
expression list es;
statement S;
position p : script:python() { here(p) };
@@
- x = alloc@p(x, es);
+ new = alloc(x, es);
  if (
(
- !x
+ !new
|
- x == NULL
+ !new
)
  ) S
+ x = new;

@grown_own depends on patch && targeted && grow_own@
expression x, E;
identifier virtual.new, virtual.release;
identifier alloc;
expression list es;
position p : script:python() { here(p) };
@@
- x = alloc@p(x, es);
+ new = alloc(x, es);
  if (
(
- !x
+ !new
|
- x == NULL
+ !new
)
  )
+ {
+ release(x);
  return E;
+ }
+ x = new;

@grown_block depends on patch && targeted && grow_own && !grown_own@
expression x, E;
identifier virtual.new, virtual.release;
identifier alloc;
expression list es;
position p : script:python() { here(p) };
@@
- x = alloc@p(x, es);
+ new = alloc(x, es);
  if (
(
- !x
+ !new
|
- x == NULL
+ !new
)
  ) {
+ release(x);
  ...
  return E;
  }
+ x = new;

@depends on (grown || grown_own || grown_block) && !bare@
identifier virtual.func, virtual.new;
@@
func(...) {
+ void *new;
...
}

@depends on (grown || grown_own || grown_block) && bare@
identifier virtual.func, virtual.new;
@@
func(...) {
+ void *new;
+
...
}

@shown depends on targeted && !patch@
statement S;
position p : script:python() { exit_here(p) };
@@
S@p

@depends on context && !targeted@
position p : script:python() { key(p) in hits };
@@
* return@p ...;

@depends on context && targeted@
statement S;
position p : script:python() { exit_here(p) };
@@
* S@p

@script:python depends on report@
p << bad.p;
x << bad.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s is not released on this path" % x)

@script:python depends on report@
p << shown.p;
@@
coccilib.report.print_report(p[0], "WARNING: memory is not released on this path")

@script:python depends on org@
p << bad.p;
x << bad.x;
@@
coccilib.org.print_todo(p[0], "%s is not released on this path" % x)

@script:python depends on org@
p << shown.p;
@@
coccilib.org.print_todo(p[0], "memory is not released on this path")

// SPDX-License-Identifier: GPL-2.0-only
///
/// Memory that is used right behind its release: the release goes behind the use.
///
//# Alone this script looks at a release and a use in one function with nothing but statements between them.
//#
//# With -D targeted it moves the release at -D line=N of -D func=NAME in -D file=PATH behind the next statement, which
//# is the use: that is how "gfpcheck fix" uses it for what it has proved across functions and files.
///
// Confidence: Moderate
// Keywords: kfree, use after free
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

// ---- alone

@bad depends on !targeted forall@
expression x, y;
identifier free =~ "^(k|kv|v)free(_sensitive)?$|^kfree_skb$";
identifier fld;
position q;
iterator name scoped_guard;
position p : script:python() { here(p) };
@@
free@q(x);
... when != x = y
    when != &x
x@p->fld

@script:python@
q << bad.q;
@@
hits.add(key(q))

@depends on patch && !targeted@
identifier free;
expression x, y, E;
identifier fld;
position q : script:python() { key(q) in hits };
@@
(
- free@q(x);
  y = <+... x->fld ...+>;
+ free(x);
|
- free@q(x);
  x->fld = E;
+ free(x);
)

// ---- targeted

@depends on patch && targeted@
identifier free;
expression list es;
expression E;
position q : script:python() { here(q) };
@@
- free@q(es);
  E;
+ free(es);

@named depends on targeted && !patch@
identifier free;
expression x;
position p : script:python() { here(p) };
@@
free@p(x);

@depends on context && targeted@
identifier free;
position p : script:python() { here(p) };
@@
* free@p(...);

@depends on context && !targeted@
expression x;
identifier fld;
position bad.p;
@@
* x@p->fld

@script:python depends on report@
p << bad.p;
alloc << bad.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s is used after its release" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.x;
@@
coccilib.org.print_todo(p[0], "%s is used after its release" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s is used after its release" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.x;
@@
coccilib.org.print_todo(p[0], "%s is used after its release" % alloc)

// SPDX-License-Identifier: GPL-2.0-only
///
/// Memory that is released twice: the pointer is cleared behind the first release, or the second one goes.
///
//# kfree(NULL) does nothing, so a cleared pointer makes the second release harmless; where the first release is always
//# passed, the second one is simply wrong (-D remove).  Alone this script looks at two releases in one function with
//# nothing in between.
//#
//# With -D targeted it changes the release at -D line=N of -D func=NAME in -D file=PATH (the first one, or with
//# -D remove the second): that is how "gfpcheck fix" uses it for what it has proved across functions and files.
///
// Confidence: Moderate
// Keywords: kfree, double free, NULL
// Options: --no-includes --include-headers

virtual patch
virtual context
virtual org
virtual report
virtual targeted
virtual remove

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
# releases of what is written in the same way in one function: only such ones are worth a search for paths
calls = {}
twins = set()
def add_call(p, x):
    same = calls.setdefault((p[0].file, p[0].current_element, x), set())
    same.add(key(p))
    if len(same) > 1:
        twins.update(same)

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

@called depends on !targeted@
expression x;
identifier free =~ "^(k|kv|v)free(_sensitive)?$";
position p;
@@
free@p(x)

@script:python@
p << called.p;
x << called.x;
@@
add_call(p, x)

@bad depends on called forall@
expression x, y;
identifier free =~ "^(k|kv|v)free(_sensitive)?$";
iterator name scoped_guard;
position q : script:python() { key(q) in twins };
position p : script:python() { here(p) and key(p) in twins };
@@
free@q(x);
... when != x = y
    when != &x
free@p(x);

@script:python@
p << bad.p;
q << bad.q;
@@
if key(p) != key(q):
    hits.add(key(p))

@depends on patch && !targeted && !remove@
expression bad.x;
identifier bad.free;
position bad.q;
@@
free@q(x);
+ x = NULL;

@depends on patch && !targeted && remove@
identifier free;
expression x;
position p : script:python() { key(p) in hits };
@@
- free@p(x);

// ---- targeted

@depends on patch && targeted && !remove@
identifier free;
expression x;
position p : script:python() { here(p) };
@@
free@p(x);
+ x = NULL;

@depends on patch && targeted && remove@
identifier free;
expression x;
position p : script:python() { here(p) };
@@
- free@p(x);

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
identifier free;
position p : script:python() { key(p) in hits };
@@
* free@p(...);

@script:python depends on report@
p << bad.p;
alloc << bad.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s is released twice" % alloc)

@script:python depends on org@
p << bad.p;
alloc << bad.x;
@@
coccilib.org.print_todo(p[0], "%s is released twice" % alloc)

@script:python depends on report@
p << named.p;
alloc << named.x;
@@
coccilib.report.print_report(p[0], "WARNING: %s is released twice" % alloc)

@script:python depends on org@
p << named.p;
alloc << named.x;
@@
coccilib.org.print_todo(p[0], "%s is released twice" % alloc)

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Effects do not depend on the number of threads: a random program of calls, calls through members, and recursion.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
python3 - "$T/tree" <<'END'
import random, sys
random.seed(11)
top, FILES, FNS = sys.argv[1], 6, 120
names = [[f"f{u}_{i}" for i in range(FNS)] for u in range(FILES)]
every = [n for u in names for n in u]
for u in range(FILES):
    out = ["#include <linux/slab.h>", "#include <linux/spinlock.h>",
           "struct ops { int (*run)(int n, gfp_t g); int (*end)(int n, gfp_t g); };",
           "extern struct ops table[4]; extern spinlock_t l0, l1;"]
    out += [f"int {n}(int n, gfp_t g);" for n in every]
    for i, n in enumerate(names[u]):
        body = []
        for _ in range(random.randint(1, 5)):
            callee, kind = random.choice(every), random.randint(0, 9)
            flags = random.choice(["g", "g", "GFP_KERNEL", "GFP_ATOMIC"])
            if kind == 0:
                body.append(f"\tkfree(kmalloc(n, {flags}));")
            elif kind == 1:
                body.append(f"\ttable[n & 3].{random.choice(['run', 'end'])}(n, {flags});")
            elif kind == 2:
                lock = random.choice(["l0", "l1"])
                body.append(f"\tspin_lock(&{lock});\n\t{callee}(n, {flags});\n\tspin_unlock(&{lock});")
            else:
                body.append(f"\tif (n > {random.randint(0, 9)})\n\t\t{callee}(n - 1, {flags});")
        out.append(f"int {n}(int n, gfp_t g)\n{{\n" + "\n".join(body) + "\n\treturn n;\n}")
    if not u:
        out.append("spinlock_t l0, l1;")
        out.append("struct ops table[4] = {" + ", ".join(
            f"{{ .run = {random.choice(every)}, .end = {random.choice(every)} }}" for _ in range(4)) + "};")
    open(f"{top}/u{u}.c", "w").write("\n".join(out) + "\n")
END
compdb_of "$T/tree" u0.c u1.c u2.c u3.c u4.c u5.c
for j in 1 2 7; do
	scan -j$j --dump=effects >"$T/effects.$j" || fail "--dump=effects with -j$j"
	scan -j$j --format=json -o "$T/findings.$j"
	[ $? -eq 1 ] || fail "no finding with -j$j"
done
grep -q "sleeps" "$T/effects.1" || fail "no effects"
for j in 2 7; do
	same "$T/effects.1" "$T/effects.$j"
	same "$T/findings.1" "$T/findings.$j"
done

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Fingerprints are stable: 200 edits around a finding, none of which touches it, leave it what it was; edits that do
# touch it do not.
. "$TOP/testsuite/cli/lib.bash"
mkdir "$T/tree"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
python3 - "$T/tree" "$kernel_flags" <<'END'
import json, random, re, shlex, sys
tree, flags = sys.argv[1:]
HEAD = "#include <linux/slab.h>\n#include <linux/spinlock.h>\nstruct dev { spinlock_t lock; void *buf; int n; };\n"
PLACE = """static int fill(struct dev *d, size_t len)
{
	void *tmp;
	int err = 0;

	spin_lock(&d->lock);
	tmp = kzalloc(len, GFP_KERNEL);
	if (!tmp)
		err = -ENOMEM;
	d->buf = tmp;
	spin_unlock(&d->lock);
	return err;
}
int dev_open(struct dev *d)
{
	return fill(d, 64);
}
"""
OTHERS = ["""int count_%d(int first, int last)
{
	int sum = 0, i;

	for (i = first; i < last; i++)
		sum += i;
	return sum;
}
""" % i for i in range(6)]
MEMORY = ["""int again_%d(struct dev *d)
{
	void *more;

	spin_lock(&d->lock);
	more = kmalloc(8, GFP_KERNEL);
	spin_unlock(&d->lock);
	kfree(more);
	return 0;
}
""" % i for i in range(2)]
rng = random.Random(7)

def lines(text):                # insert lines that mean nothing, anywhere between lines
    out = []
    for line in text.splitlines():
        while rng.random() < .2:
            out.append(rng.choice(["", "/* a comment, kzalloc(len, GFP_KERNEL) */", "\t/* one\n\t * more */", "#define X%d 1" % rng.randrange(1 << 30)]))
        out.append(line)
    return "\n".join(out) + "\n"

def mutate(i):
    others, memory = OTHERS[:], MEMORY[:]
    place = PLACE
    kind = i % 5
    if kind in (0, 4):
        rng.shuffle(others)     # functions move
        others = others[:rng.randrange(len(others) + 1)]
    if kind in (1, 4):          # locals elsewhere get other names
        name = "v%d" % rng.randrange(1000)
        others = [re.sub(r"\b(sum|first)\b", lambda m: m[0] + name, o) for o in others]
    if kind in (2, 4):          # other findings of the same check, in other functions, before and behind
        memory = memory[:rng.randrange(3)]
        rng.shuffle(memory)
    if kind in (3, 4):          # statements in the same function that are about something else
        place = place.replace("\tint err = 0;\n", "\tint err = 0, extra%d = %d;\n" % (i, i)).replace(
            "\tspin_lock", "\td->n += extra%d;\n\tspin_lock" % i)
    parts = others + memory
    rng.shuffle(parts)
    cut = rng.randrange(len(parts) + 1)
    return lines(HEAD + "".join(parts[:cut]) + place + "".join(parts[cut:]))

TOUCHED = [("kzalloc(len, GFP_KERNEL)", "vmalloc(len)"), ("fill(", "fill2(")]
files = {"orig.c": HEAD + PLACE}
files.update({"m%03d.c" % i: mutate(i) for i in range(200)})
for i, (a, b) in enumerate(TOUCHED):
    files["t%d.c" % i] = "#include <linux/vmalloc.h>\n" + (HEAD + PLACE).replace(a, b)
for name, text in files.items():
    open(f"{tree}/{name}", "w").write(text)
json.dump([{"directory": tree, "file": f, "arguments": ["clang", *shlex.split(flags), "-c", f]} for f in files],
          open(tree + "/compile_commands.json", "w"))
END
scan_is 1 --checks=gfp-in-atomic,sleep-in-atomic --format=json -o "$T/all.json"
python3 - "$T/all.json" <<'END' || fail "fingerprints are not stable"
import json, sys
r = json.load(open(sys.argv[1]))
by_file = {}
for f in r["findings"]:
    if f["location"]["function"].startswith("fill"):
        by_file.setdefault(f["location"]["file"], []).append(f)
assert len(by_file) == 203, len(by_file)
orig = by_file["orig.c"][0]["local_id"]
for name, found in sorted(by_file.items()):
    assert len(found) == 1, (name, len(found))
    same = found[0]["local_id"] == orig
    assert same == (not name.startswith("t")), (name, found[0], orig)
ids = [f["id"] for f in r["findings"]]
assert len(set(ids)) == len(ids)
END
# the same for the whole fingerprint, the file's name included
scan_is 1 --checks=gfp-in-atomic --format=json -o "$T/first.json" orig.c
for i in 000 001 002 003 004 009 014 019 024 029; do
	cp "$T/tree/m$i.c" "$T/tree/orig.c"
	scan_is 1 --checks=gfp-in-atomic --format=json -o "$T/now.json" orig.c
	python3 - "$T/first.json" "$T/now.json" <<-'END' || fail "m$i: another fingerprint"
	import json, sys
	a, b = [{f["id"] for f in json.load(open(p))["findings"] if f["location"]["function"] == "fill"} for p in sys.argv[1:]]
	sys.exit(a != b or len(a) != 1)
	END
done

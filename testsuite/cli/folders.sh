#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A folder with many TUs gets a precompiled header of its own, of what its TUs read: a matter of speed only.
. "$TOP/testsuite/cli/lib.bash"
mkdir -p "$T/tree/net"
touch "$T/tree/Makefile" "$T/tree/Kbuild"
cp -r "$TOP/testsuite/include" "$T/tree/include"
cat >"$T/tree/include/linux/common_thing.h" <<'END'
/* what all of them read */
#ifndef COMMON_THING_H
#define COMMON_THING_H
#include <linux/slab.h>
#include <linux/spinlock.h>
struct thing { spinlock_t lock; void *buf; };
static inline int thing_fill(struct thing *t)
{
	t->buf = kzalloc(64, GFP_KERNEL);
	return t->buf ? 0 : -ENOMEM;
}
END
# so much that a header of its own pays
for i in $(seq 100); do
	echo "int thing_of_the_kind_$i(struct thing *t, unsigned int count);"
done >>"$T/tree/include/linux/common_thing.h"
echo '#endif' >>"$T/tree/include/linux/common_thing.h"
# means another thing in every TU: read several times by design
cat >"$T/tree/include/linux/thing_event.h" <<'END'
#if !defined(THING_EVENT_H) || defined(READ_AGAIN)
#define THING_EVENT_H
static inline int EVENT(void) { return 1; }
#endif
END
# wants something from the TU that no other header can give it
cat >"$T/tree/include/linux/thing_needs.h" <<'END'
#ifndef THING_NEEDS_H
#define THING_NEEDS_H
static inline int thing_size(void) { return sizeof(struct OWN); }
#endif
END
files=()
for i in $(seq 270); do
	cat >"$T/tree/net/f$i.c" <<-END
	#include <linux/common_thing.h>
	#define OWN own$i
	struct OWN { int x; };
	#include <linux/thing_needs.h>
	#define EVENT event$i
	#include <linux/thing_event.h>
	int net$i(struct thing *t);
	int net$i(struct thing *t)
	{
		int x;

		$([ $((i % 20)) -ne 3 ] || echo 'spin_lock(&t->lock);')
		x = thing_fill(t);
		$([ $((i % 20)) -ne 3 ] || echo 'spin_unlock(&t->lock);')
		return x + event$i() + thing_size();
	}
	END
	files+=("net/f$i.c")
done
kernel_flags="-D__KERNEL__ -nostdinc -std=gnu11 -I./include -I./include/generated/uapi"
compdb_of "$T/tree" "${files[@]}"
findings() { python3 -c 'import json,sys; print(json.dumps(json.load(open(sys.argv[1]))["findings"], indent=1))' "$1"; }

scan_is 1 --format=json -o "$T/cold.json" --stats -j2
err_has '^folders with a precompiled header of their own +1$'
err_has '^TUs with the precompiled header +270$'
json "len(r['findings']) == 14 and all(f['check'] == 'gfp-in-atomic' for f in r['findings'])" "$T/cold.json"
# the header is no dependency of the TUs any more, those that must not be in it are
scan net/f77.c --dump=summary >"$T/deps"
grep -q 'f77.c: precompiled header' "$T/deps" || fail "without its header"
! grep -q common_thing "$T/deps" || fail "it reads what its precompiled header has"
grep -q thing_event "$T/deps" || fail "a header that is read again is in the precompiled one"
grep -q thing_needs "$T/deps" || fail "a header that does not stand alone is in the precompiled one"
findings "$T/cold.json" >"$T/cold"
scan_is 1 --format=json -o "$T/warm.json" --stats
err_lacks '^folders with'
findings "$T/warm.json" >"$T/warm"
same "$T/cold" "$T/warm"
scan_is 1 --format=json -o "$T/no.json" --no-pch --cache="$T/cache2"
findings "$T/no.json" >"$T/no"
same "$T/cold" "$T/no"
# a change of the header reaches all of them
sed -i 's/GFP_KERNEL/GFP_ATOMIC/' "$T/tree/include/linux/common_thing.h"
scan_is 0

# one file changed: parsed with the folder's header again, which is kept for so many TUs
echo 'int net12_more;' >>"$T/tree/net/f12.c"
scan_is 0 net/f12.c --dump=summary
cp "$T/out" "$T/deps"
grep -q 'f12.c: precompiled header' "$T/deps" || fail "changed, and without its header"
! grep -q common_thing "$T/deps" || fail "changed, and the folder's header is not used"

# A folder with headers of its own: in their order, for each needs the one before it.  Ten files define what the header
# asks for, and ten include one of another folder that has the same name and guard: they do without.
d="$T/tree/drivers/own"
mkdir -p "$d/other"
cat >"$d/first.h" <<'END'
#ifndef OWN_FIRST_H
#define OWN_FIRST_H
struct first { spinlock_t lock; int *p; };
#endif
END
cat >"$d/own.h" <<'END'
#ifndef OWN_H
#define OWN_H
#ifdef OWN_SLEEPS
#define OWN_FLAGS GFP_KERNEL
#else
#define OWN_FLAGS GFP_ATOMIC
#endif
#define own_fill(f) ((f)->p = kmalloc(8, OWN_FLAGS))
#endif
END
sed -e 's/OWN_SLEEPS/OTHER_SLEEPS/' -e 's/GFP_ATOMIC/GFP_KERNEL/' "$d/own.h" >"$d/other/own.h"
for i in $(seq 100); do
	echo "int own_of_the_kind_$i(struct first *f, unsigned int count);"
done | tee -a "$d/own.h" >>"$d/other/own.h"
files=()
for i in $(seq 100); do
	{
		echo '#include <linux/slab.h>'
		echo '#include <linux/spinlock.h>'
		case $i in 3?) echo '#define OWN_SLEEPS' ;; esac
		echo '#include "first.h"'
		case $i in 6?) echo '#include "other/own.h"' ;; *) echo '#include "own.h"' ;; esac
		cat <<-END
		void own$i(struct first *f);
		void own$i(struct first *f)
		{
			spin_lock(&f->lock);
			own_fill(f);
			spin_unlock(&f->lock);
		}
		END
	} >"$d/o$i.c"
	files+=("drivers/own/o$i.c")
done
compdb_of "$T/tree" "${files[@]}"
scan_is 1 --format=json -o "$T/own.json" --stats -j2 --cache="$T/cache3" -d explain
err_has 'explain: a precompiled header of 2 headers for [0-9]+ TUs like drivers/own/'
err_has '^folders with a precompiled header of their own +1$'
err_has '^TUs with the precompiled header +100$'
json "sum(f['check'] == 'gfp-in-atomic' for f in r['findings']) == 20" "$T/own.json"
[ "$(ls "$T/cache3/pch" | wc -l)" = 1 ] || fail "the header of a small folder is left behind"
findings "$T/own.json" >"$T/cold"
scan_is 1 --format=json -o "$T/no.json" --no-pch --cache="$T/cache2"
findings "$T/no.json" >"$T/no"
same "$T/cold" "$T/no"
scan drivers/own/o7.c --dump=summary --cache="$T/cache3" >"$T/deps"
! grep -q 'own/own.h' "$T/deps" || fail "the folder's own header is not in the precompiled one"

# a folder that cannot stand what the prelude includes
rm "$d"/o*.c
files=()
for i in $(seq 60); do
	cat >"$d/o$i.c" <<-END
	#include <linux/spinlock.h>
	#include "first.h"
	#include "bare.h"
	void own$i(struct first *f);
	void own$i(struct first *f) { spin_lock(&f->lock); kmalloc(8); spin_unlock(&f->lock); }
	END
	files+=("drivers/own/o$i.c")
done
{
	echo '#ifndef BARE_H'
	echo '#define BARE_H'
	echo 'int kmalloc(int n);'
	for i in $(seq 100); do
		echo "int own_of_the_kind_$i(struct first *f, unsigned int count);"
	done
	echo '#endif'
} >"$d/bare.h"
compdb_of "$T/tree" "${files[@]}"
scan_is 0 --format=json -o "$T/own.json" --stats -j2 --cache="$T/cache4"
err_has '^folders with a precompiled header of their own +1$'
err_has '^TUs without it +[1-6]$'

# two drivers whose own headers do not stand beside each other: the header of the folder above is of what both share
rm -r "$d"
files=()
for i in one two; do
	mkdir -p "$d/$i"
	printf '#ifndef %s_REGS_H\n#define %s_REGS_H\nenum { SAME_REGISTER };\n#endif\n' $i $i >"$d/$i/$i-regs.h"
	printf '#ifndef %s_H\n#define %s_H\n#include "%s-regs.h"\n#endif\n' $i $i $i >"$d/$i/$i.h"
	for k in $(seq 40); do
		printf '#include <linux/common_thing.h>\n#include "%s.h"\nint %s%d = SAME_REGISTER;\n' $i $i "$k" >"$d/$i/f$k.c"
		files+=("drivers/own/$i/f$k.c")
	done
done
compdb_of "$T/tree" "${files[@]}"
scan_is 0 -j2 --stats --cache="$T/cache5" -d explain
err_has 'explain: a precompiled header of 1 headers for [0-9]+ TUs like drivers/own/one/'
err_has '^TUs with the precompiled header +80$'

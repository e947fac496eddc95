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
for i in $(seq 205); do
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
err_has '^TUs with the precompiled header +205$'
json "len(r['findings']) == 11 and all(f['check'] == 'gfp-in-atomic' for f in r['findings'])" "$T/cold.json"
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

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The image of a compile database in the cache: used while the JSON is the same, and never when it is damaged or old.
. "$TOP/testsuite/cli/lib.bash"
tree
touch -d '1 minute ago' "$T/tree/compile_commands.json"
files() { scan --dump=commands >"$T/out" 2>"$T/err" </dev/null || true; sed -n "s, family.*,,p" "$T/out" | tr "\n" " "; }
images() { find "$T/cache" -name '*.gfc'; }
[ "$(files)" = "bad.c good.c " ] || fail "first"
[ -z "$(images)" ] || fail "written before there is a cache"
files >/dev/null
[ "$(images | wc -l)" -eq 1 ] || fail "no image"
cp "$T/out" "$T/want"
files >/dev/null
same "$T/want" "$T/out"

# it is used: what it says counts, not the JSON behind it, when size, time and inode are those it has
python3 - "$T/tree/compile_commands.json" <<'END'
import os, sys
st = os.stat(sys.argv[1])
with open(sys.argv[1], "r+b") as f:
    text = f.read()
    f.seek(0)
    f.write(text.replace(b"good.c", b"gone.c"))
os.utime(sys.argv[1], ns=(st.st_atime_ns, st.st_mtime_ns))
END
[ "$(files)" = "bad.c good.c " ] || fail "the image is not used"

# damaged in any way: the JSON is read
image=$(images)
for how in 'truncate -s 100' 'truncate -s -1' 'truncate -s 0'; do
	$how "$image"
	[ "$(files)" = "bad.c gone.c " ] || fail "damaged: $how"
	files >/dev/null
done
for at in 8 40 100 200; do
	printf 'garbage!' | dd of="$image" bs=1 seek="$at" conv=notrunc 2>/dev/null
	[ "$(files)" = "bad.c gone.c " ] || fail "damaged at $at"
done

# another JSON
compdb_of "$T/tree" good.c
[ "$(files)" = "good.c " ] || fail "old"

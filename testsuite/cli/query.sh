#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# query: the questions and their answers; which link they come from, and what is said when it is old, narrow or damaged.
. "$TOP/testsuite/cli/lib.bash"
tree
mkdir -p "$T/tree/a" "$T/tree/b"
for d in a b; do
	cat >"$T/tree/$d/twin.c" <<-END
	#include <linux/slab.h>
	static void *twin(gfp_t gfp) { return kzalloc(16, gfp); }
	void *${d}_make(void) { return twin(GFP_KERNEL); }
	END
done
compdb_of "$T/tree" bad.c good.c a/twin.c b/twin.c
ask() { timeout 120 "$GFPCHECK" query -p "$T/tree" --cache="$T/cache" --progress=never "$@" >"$T/out" 2>"$T/err" </dev/null; }
links() { find "$T/cache/link" -name '*.gfl' | wc -l; }

# no link yet: it is made
ask --context=all callees bad_fill || fail "callees: status $?"
out_has 'bad\.c:[0-9]+: kzalloc\(\)'
[ "$(links)" = 1 ] || fail "$(links) links after the first question"

# and answers from then on, whatever has become of the compile database
mv "$T/tree/compile_commands.json" "$T/db"
ask callers kzalloc || fail "callers: status $?"
out_has '^bad\.c:[0-9]+: bad_fill\(\), while a spin lock is held$'
out_has '^good\.c:[0-9]+: good_fill\(\)$'
err_lacks .
ask why good_fill || fail "why: status $?"
out_has '^good\.c:[0-9]+: good_fill\(\) may sleep: calls kzalloc\(\) with GFP_KERNEL'
ask why kzalloc
out_has 'if flags has __GFP_DIRECT_RECLAIM$'
ask context kzalloc || fail "context: status $?"
out_has 'kzalloc\(\) may run in: process, spin$'
out_has '^bad\.c:[0-9]+: spin: bad_fill\(\) calls kzalloc\(\), while a spin lock is held$'
ask effects good_fill || fail "effects: status $?"
out_has '^good\.c:[0-9]+: may sleep: calls kzalloc'

# functions of one name
ask callers twin || fail "two of a name: status $?"
out_has '^a/twin\.c:2: twin\(\):$'
out_has '^b/twin\.c:2: twin\(\):$'
for name in twin@b/ b/twin.c:twin 'b/twin.c:twin()'; do
	ask callers "$name" || fail "$name: status $?"
	out_has '^b/twin\.c:3: b_make\(\)$'
	out_lacks 'a_make|twin\(\):'
done
ask callers twin@nowhere; [ $? = 2 ] || fail "a path without that function is exit status 2"
err_has 'nowhere.*twin\.c'

# several at once, and as JSON
ask --format=json callers twin kzalloc || fail "json: status $?"
json 'len(r) == 3 and [a["function"] for a in r] == ["twin", "twin", "kzalloc"] and r[0]["query"] == "callers"'
json '{"kind", "file", "line", "column", "function", "depth", "text"} == set(r[2]["answers"][0])'
json 'r[0]["file"] == "a/twin.c" and r[0]["answers"][0]["function"] == "a_make" and r[0]["answers"][0]["kind"] == "call"'

# what is not there
ask callers kzaloc; [ $? = 2 ] || fail "a missing function is exit status 2"
err_has 'no function kzaloc\(\).*did you mean kzalloc'
ask callers good_fill no_such_function; [ $? = 2 ] || fail "one missing of two is exit status 2"
err_has 'no_such_function'
ask sideways bad_fill; [ $? = 2 ] || fail "an unknown question is exit status 2"
ask callers; [ $? = 2 ] || fail "no function is exit status 2"

# a file changed: an answer, and a word about it; --fresh reads it anew
mv "$T/db" "$T/tree/compile_commands.json"
echo 'void *more(void) { return kzalloc(8, GFP_KERNEL); }' >>"$T/tree/good.c"
ask callers kzalloc || fail "old link: status $?"
err_has 'good\.c changed since this link was made.*--fresh'
out_lacks more
ask --fresh callers kzalloc || fail "--fresh: status $?"
out_has '^good\.c:[0-9]+: more\(\)$'
out_has '^bad\.c:[0-9]+: bad_fill\(\), while'
err_lacks 'changed'
ask callers kzalloc
err_lacks 'changed'
out_has '^good\.c:[0-9]+: more\(\)$'

# a scan leaves its link; one of less than all does not hide the whole
scan_is 1 --format=json -o "$T/1.json"
scan_is 0 good.c
ask callers bad_fill || fail "after a narrow scan: status $?"
# other rules, --rt: other links, and never more than four
printf 'sleep my_sleep	# include/linux/slab.h\n' >"$T/my.rules"
for i in 1 2 3 4 5; do
	echo "nosleep some_$i	# x.h" >>"$T/my.rules"
	scan_is 1 --rules="$T/my.rules"
	[ "$(links)" -le 4 ] || fail "$(links) links"
done
ask --rt context kzalloc || fail "--rt: status $?"

# damage is noticed, and the link made anew
ask callers kzalloc || fail "once more: status $?"
find "$T/cache/link" -name '*.gfl' | while read -r f; do printf x | dd of="$f" bs=1 seek=300 conv=notrunc 2>/dev/null; done
ask callers kzalloc || fail "damaged: status $?"
err_has 'damaged: checksum; it is not used'
out_has 'bad_fill'
exit 0

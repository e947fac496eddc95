#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The semantic patches by the real spatch: their four modes, and the cases of testsuite/cocci (see its README.md).
. "$TOP/testsuite/cli/lib.bash"
command -v spatch >/dev/null || skip "spatch is not installed"
update=${COCCI_UPDATE:-}

# what "make coccicheck" needs of a script: the modes as virtual rules, the header block, no complaint
for script in "$TOP"/cocci/*.cocci; do
	name=${script##*/}
	for word in report patch context org; do
		grep -q "^virtual $word$" "$script" || fail "$name: no mode $word"
	done
	grep -q '^/// ' "$script" && grep -q '^// Confidence: ' "$script" && grep -q '^// Options: ' "$script" &&
		grep -q '^// Keywords: ' "$script" || fail "$name: the header block is not whole"
	spatch --parse-cocci "$script" >"$T/log" 2>&1 || fail "$name: $(tail -n 3 "$T/log")"
	! grep -Eq 'should .* be a metavariable' "$T/log" || fail "$name: $(grep metavariable "$T/log")"
done

nr=0
check() {
	local case=$1 base=${1##*/} args script want modes
	args=$(sed -n 's/^ \* spatch: //p' "$case")
	read -r script args <<<"$args"
	# shellcheck disable=SC2086 # words
	set -- $args
	cp "$case" "$T/case.c"
	spatch --very-quiet --no-includes --no-show-diff --in-place --sp-file "$TOP/cocci/$script" -D patch "$@" "$T/case.c" \
		>"$T/log" 2>&1 || { echo "$case: $(tail -n 3 "$T/log")"; return 1; }
	want=${case%.c}.res
	if [ -n "$update" ] && ! cmp -s "$case" "$T/case.c"; then
		cp "$T/case.c" "$want"
	fi
	[ -e "$want" ] || want=$case
	diff -u "$want" "$T/case.c" || return 1
	cp "$case" "$T/case.c"
	modes="report org context"
	[[ $base != *-* ]] || [ "$script" = leak.cocci ] || modes=report
	for mode in $modes; do
		spatch --very-quiet --no-includes --sp-file "$TOP/cocci/$script" -D "$mode" "$@" "$T/case.c" >"$T/$mode" 2>&1 ||
			{ echo "$case: -D $mode: $(tail -n 3 "$T/$mode")"; return 1; }
	done
	# a rule with "..." means all ways in one mode and any in another, unless it says which
	if [ "$modes" != report ] && ! cmp -s <(grep -c '/\* report \*/' "$case" | sed 's/^[1-9].*/some/') \
		<(grep -c '^-[^-]' "$T/context" | sed 's/^[1-9].*/some/'); then
		echo "$case: what is marked is not what is reported"
		return 1
	fi
	diff -u <(grep -n '/\* report \*/' "$case" | cut -d: -f1) \
		<(sed -nE 's/^[^ ]*:([0-9]+):[0-9]+-[0-9]+: WARNING: .*/\1/p' "$T/report" | sort -nu) || {
		echo "$case: other lines are reported"
		return 1
	}
}
bad=0
for case in "$TOP"/testsuite/cocci/*.c; do
	nr=$((nr + 1))
	check "$case" || bad=$((bad + 1))
done
[ "$nr" -gt 15 ] || fail "only $nr cases"
[ "$bad" = 0 ] || fail "$bad of $nr cases"

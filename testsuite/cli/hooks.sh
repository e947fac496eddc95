#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The git hook, the hook for pre-commit and NIPA's test, each run by the program it is for. A bad change is refused with the
# reason, a good one passes, and neither edits that are not staged nor other files count.
. "$TOP/testsuite/cli/lib.bash"
command -v git >/dev/null || skip "git is not installed"
export GIT_CONFIG_NOSYSTEM=1 HOME=$T GFPCHECK_CACHE=$T/cache PRE_COMMIT_HOME=$T/pre-commit
export PATH=${GFPCHECK%/*}:$PATH
git config --global user.name A && git config --global user.email a@example.org
git config --global advice.detachedHead false
tree
cd "$T/tree" || exit 1
mkdir obj && mv compile_commands.json obj/
echo obj >.gitignore
a_good bad.c bad
git init -q . && git add . && git commit -qm first
commit() { git commit -m x "$@" >"$T/out" 2>&1; }
head_is() { [ "$(git rev-list --count HEAD)" -eq "$1" ] || fail "$(git rev-list --count HEAD) commits instead of $1: $2"; }
reason() { grep -Eq 'bad\.c:[0-9]+:[0-9]+: warning: kzalloc\(\).*\[gfp-in-atomic\]' "$T/out" || { cat "$T/out"; fail "no reason"; }; }

rounds() {		# rounds NAME: with a hook in place that refuses what is bad
	local nr
	nr=$(git rev-list --count HEAD)
	a_bad bad.c bad && git add bad.c
	! commit || fail "$1: a bad change was committed"
	reason
	head_is "$nr" "$1: bad"
	# the index is bad, the work tree is good
	a_good bad.c bad
	! commit || fail "$1: the work tree was looked at, not the index"
	reason
	# the index is good, the work tree is bad
	git add bad.c && echo '/* changed */' >>good.c && git add good.c
	a_bad bad.c bad
	commit || { cat "$T/out"; fail "$1: an edit that is not staged leaked in"; }
	head_is $((nr + 1)) "$1: good"
	grep -q 'spin_lock' bad.c || fail "$1: the work tree was changed"
	# part of a file: git commit FILE uses an index of its own
	echo '/* again */' >>good.c
	commit good.c || { cat "$T/out"; fail "$1: git commit FILE"; }
	! commit bad.c || fail "$1: git commit FILE of a bad file"
	reason
	! commit -a || fail "$1: git commit -a"
	head_is $((nr + 2)) "$1: partial"
	git checkout -q . && git reset -q
	echo text >>README && git add README
	commit || { cat "$T/out"; fail "$1: a text"; }
}

ln -s "$TOP/scripts/gfp-pre-commit" .git/hooks/pre-commit
git config gfpcheck.builddir "$T/tree/obj"
rounds "the git hook"
a_bad bad.c bad && git add bad.c
commit --no-verify || fail "--no-verify"
git revert --no-edit HEAD >/dev/null 2>&1
rm .git/hooks/pre-commit

# NIPA: the patch is HEAD
nipa() { GFPCHECK_BUILD=$T/tree/obj DESC_FD=9 "$TOP/scripts/nipa-test" 9>"$T/desc" >"$T/out" 2>"$T/err"; }
nipa; [ $? -eq 0 ] || fail "NIPA, good"
grep -q '^HEAD: 0 findings introduced, 1 fixed' "$T/desc" || fail "NIPA: description"
a_bad bad.c bad && git commit -qam bad
nipa; [ $? -eq 250 ] || fail "NIPA, bad"
grep -q '^HEAD: 1 finding introduced' "$T/desc" || fail "NIPA: description of a finding"
reason
git revert --no-edit HEAD >/dev/null 2>&1

# b4 gives each patch to the check command, as a mail on stdin, at the top of the tree: lines on stdout are warnings (or
# failures, with "ERROR:"), lines on stderr failures
a_bad bad.c bad && git commit -qam bad
git format-patch -q --stdout HEAD~1 >"$T/mail" && git reset -q --hard HEAD~1
b4() { "$GFPCHECK" patch -p obj -q --terse --no-summary --mailback - <"$1" >"$T/out" 2>"$T/err"; }
b4 "$T/mail"; [ $? -eq 1 ] || fail "b4, bad"
[ ! -s "$T/err" ] && [ "$(wc -l <"$T/out")" -eq 1 ] || fail "b4: one line on stdout"
grep -Eq '^bad\.c:[0-9]+: WARNING:gfp-in-atomic: ' "$T/out" || fail "b4: form"
a_good bad.c bad && echo '/* x */' >>bad.c && git commit -qam good
git format-patch -q --stdout HEAD~1 >"$T/mail" && git reset -q --hard HEAD~1
b4 "$T/mail" || fail "b4, good"
# of one's own branch it gives those that are applied already, with others on top of them
a_bad bad.c bad && git commit -qam bad && git format-patch -q --stdout HEAD~1 >"$T/mail"
sed -i s/64/65/ bad.c good.c && git commit -qam more
b4 "$T/mail"; [ $? -eq 1 ] || fail "b4 prep, bad"
grep -Eq '^bad\.c:[0-9]+: WARNING:gfp-in-atomic: ' "$T/out" && [ ! -s "$T/err" ] || fail "b4 prep: form"
git format-patch -q --stdout HEAD~1 >"$T/mail2"
b4 "$T/mail2" || fail "b4 prep, good"
sed '/^index /d' "$T/mail" >"$T/mail2"
b4 "$T/mail2"; [ $? -eq 2 ] || fail "b4: what does not apply, and is no commit"
sed 's/^index .*/index 0123456..789abcd 100644/' "$T/mail" >"$T/mail2"
b4 "$T/mail2"; [ $? -eq 2 ] || fail "b4: texts that are not in the repository"
git reset -q --hard HEAD~2
b4 "$T/mail"; [ $? -eq 1 ] || fail "b4 am, bad"
a_good bad.c bad && echo '/* x */' >>bad.c && git commit -qam good
git format-patch -q --stdout HEAD~1 >"$T/mail" && git reset -q --hard HEAD~1
b4 "$T/mail" || fail "b4, good"
[ ! -s "$T/err" ] && [ ! -s "$T/out" ] || fail "b4: something is said of a good patch"

# pre-commit clones the repository of its hook
command -v pre-commit >/dev/null || skip "pre-commit is not installed"
mkdir "$T/hooks" && cp "$TOP/.pre-commit-hooks.yaml" "$T/hooks"
git -C "$T/hooks" init -q && git -C "$T/hooks" add . && git -C "$T/hooks" commit -qm hook
cat >.pre-commit-config.yaml <<END
repos:
- repo: $T/hooks
  rev: $(git -C "$T/hooks" rev-parse HEAD)
  hooks:
  - id: gfpcheck
    args: [-p, $T/tree/obj]
END
git add .pre-commit-config.yaml && git commit -qm config
pre-commit install >"$T/out" 2>&1 || { cat "$T/out"; fail "pre-commit install"; }
rounds pre-commit

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# The recipes of scripts/ci, as far as they go without a network: what they run, run here.
. "$TOP/testsuite/cli/lib.bash"
tree
mkdir -p "$T/bin" "$T/tree/drivers/net/wireless" "$T/tree/drivers/usb"
ln -s "$GFPCHECK" "$T/bin/gfpcheck"
export PATH=$T/bin:$PATH GFPCHECK_CACHE=$T/cache XDG_STATE_HOME=$T/state
a_bad "$T/tree/drivers/usb/bad.c" usb
a_good "$T/tree/drivers/net/wireless/good.c" wifi
compdb_of "$T/tree" drivers/usb/bad.c drivers/net/wireless/good.c
mkdir -p "$T/tree/include/linux"	# a kernel top folder has it
mkdir "$T/tree/obj"
cp "$T/tree/compile_commands.json" "$T/tree/obj"
cd "$T/tree" || exit 1

# step_of FILE: the shell text of the block that scans
step_of() {
	python3 - "$1" <<-'END'
	import re, sys
	text = open(sys.argv[1]).read()
	for m in re.finditer(r"^( +)(?:- )?(?:run: )?\|\n((?:\1 +.*\n|\n)+)", text, re.M):
	    if "gfpcheck scan" in m[2]:
	        print(re.sub(r"^ +(?=\S)", "", m[2], flags=re.M))
	        break
	else:
	    sys.exit("no block that scans")
	END
}
for file in "$TOP"/scripts/ci/*.yml; do
	step_of "$file" >"$T/step.sh" || fail "$file"
	rm -rf findings* gfpcheck-html gl-code-quality-report.json gfpcheck-junit.xml .gfpcheck
	paths='drivers/net/wireless drivers/usb'
	GFPCHECK_PATHS=$paths expect_status 1 bash -e "$T/step.sh"
	json "len(r['findings']) == 1" findings.json
	[ -f gfpcheck-html/index.html ] || fail "no HTML report"
	case $file in
	*github*)
		expect_status 0 "$TOP/testsuite/report/check-sarif" findings.sarif --github ;;
	*gitlab*)
		json "len(r) == 1 and r[0]['location']['path'] == 'drivers/usb/bad.c'" gl-code-quality-report.json
		grep -q 'failures="1"' gfpcheck-junit.xml || fail "junit" ;;
	esac
	mkdir .gfpcheck
	cp findings.json .gfpcheck/baseline.json
	GFPCHECK_PATHS=$paths expect_status 0 bash -e "$T/step.sh"
	printf '# gfpcheck-suppressions 1\nleak x.c * until=soon reason=x\n' >.gfpcheck/suppressions
	GFPCHECK_PATHS=$paths expect_status 2 bash -e "$T/step.sh"
done

# cron: the first night is the standard; then only what is new is mailed
rm -rf .gfpcheck findings* gfpcheck-html
nightly=$TOP/scripts/ci/nightly
printf '#!/bin/sh\ncat >"%s/mail"\n' "$T" >"$T/bin/fake-sendmail"
chmod +x "$T/bin/fake-sendmail"
export SENDMAIL=fake-sendmail GFPCHECK_TREE=$T/tree
expect_status 0 "$nightly" -p obj -m team@example.org
[ ! -e "$T/mail" ] || fail "a mail in the first night"
[ -f "$T/state/gfpcheck/html/index.html" ] || fail "no HTML report"
a_bad drivers/net/wireless/good.c wifi
expect_status 1 "$nightly" -p obj -m team@example.org
grep -q '^To: team@example.org$' "$T/mail" || fail "to whom?"
grep -q '^Subject: gfpcheck: 1 introduced, 0 fixed, 1 pre-existing$' "$T/mail" || fail "no subject"
grep -q '^drivers/net/wireless/good.c:7:10: warning:' "$T/mail" || fail "no finding"
! grep -q '^drivers/usb' "$T/mail" || fail "what was known is mailed again"
rm "$T/mail"
expect_status 0 "$nightly" -p obj -m team@example.org
[ ! -e "$T/mail" ] || fail "nothing new, and a mail"
expect_status 2 "$nightly" -p none -m team@example.org
grep -q '^Subject: gfpcheck: the scan failed$' "$T/mail" || fail "a failure has to be mailed"
expect_status 2 "$nightly" -p obj -m -oQ/tmp
a_good drivers/net/wireless/good.c wifi
expect_status 0 "$nightly" -p obj drivers/net
expect_status 2 "$nightly"
expect_status 0 "$nightly" -h
out_has '^usage: nightly'

# SPDX-License-Identifier: GPL-2.0-only
# What is wrong with a command line is said in one line on stderr, with exit status 2, before any work.
refused() {
	want=$1
	shift
	out=$("$GFPCHECK" "$@" 2>"$T/err")
	status=$?
	[ $status = 2 ] || { echo "$*: exit status $status"; exit 1; }
	[ -z "$out" ] || { echo "$*: something on stdout: $out"; exit 1; }
	[ "$(cat "$T/err")" = "gfpcheck$want" ] || { echo "$*: $(cat "$T/err")"; exit 1; }
}
refused ": unknown command 'scna' (did you mean 'scan'?)" scna
refused ": the command 'fix' is not available in this version" fix
refused " scan: unknown option '--statz' (did you mean '--stats'?)" scan --statz
refused " scan: --format=sarif: not available in this version" scan --format=sarif
refused " scan: --format=html: not available in this version" scan --format html
refused " scan: --fail-on=new needs --baseline=FILE: new compared with what?" scan --fail-on=new
refused " scan: --time-limit=0: at least 1 second" scan --time-limit=0
refused " scan: --jobs=4000000000: at most 1024" scan -j4000000000
refused " scan: cannot write $T: it is a folder" scan -o "$T"
refused " scan: cannot write $T/none/f: No such file or directory" scan -o "$T/none/f"
refused " diff: arguments are missing: OLD.json NEW.json" diff a.json
refused " explain: no check 'gfp-atomic' (did you mean 'gfp-in-atomic'?)" explain gfp-atomic
refused " compdb: cannot write /dev/null: not a regular file (- is stdout)" compdb . -o /dev/null
# An escape sequence in an argument does not reach the terminal.
refused ": unknown command '\\x1b[2J' (see 'gfpcheck help')" $'\e[2J'

"$GFPCHECK" >"$T/out" 2>"$T/err"
[ $? = 2 ] && [ ! -s "$T/out" ] && grep -q '^usage: gfpcheck COMMAND' "$T/err" || { echo "no arguments"; exit 1; }
"$GFPCHECK" --version | grep -Eq '^gfpcheck [0-9.]+ \(libclang [0-9.]+' || { echo "--version"; exit 1; }
for cmd in scan query diff explain compdb doctor; do
	"$GFPCHECK" help $cmd >"$T/a" && "$GFPCHECK" $cmd --help >"$T/b" && cmp -s "$T/a" "$T/b" &&
		grep -q "^usage: gfpcheck $cmd" "$T/a" || { echo "help $cmd"; exit 1; }
done

# SPDX-License-Identifier: GPL-2.0-only
# A write that fails is never silent.
fails() {
	[ "$1" = 2 ] && grep -q "^gfpcheck.*: cannot write to stdout: $2" "$T/err" && return
	echo "$2: exit status $1, $(cat "$T/err")"
	exit 1
}
"$GFPCHECK" help scan >/dev/full 2>"$T/err"
fails $? "No space left on device"
"$GFPCHECK" explain gfp-in-atomic >&- 2>"$T/err"
fails $? "Bad file descriptor"
mkfifo "$T/pipe"
exec 3<>"$T/pipe"
exec 4>"$T/pipe" 3<&-
"$GFPCHECK" --version >&4 2>"$T/err"
fails $? "Broken pipe"

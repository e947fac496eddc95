#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# Man pages and completions come from the option table: complete, well-formed, and they work in the real shells.
. "$TOP/testsuite/cli/lib.bash"
docs=$(dirname "$GFPCHECK")/docs
[ -f "$docs/gfpcheck.1" ] || fail "the build made no man pages in $docs"
mapfile -t commands < <("$GFPCHECK" help | sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
[ "${#commands[@]}" -ge 6 ] || fail "no commands in the help"
for command in "${commands[@]}"; do
	page=$docs/gfpcheck-$command.1
	[ -f "$page" ] || fail "no man page for $command"
	mandoc -T utf8 "$page" 2>/dev/null | sed 's/.\x08//g' >"$T/page"
	# every option of the help, and no other
	"$GFPCHECK" help "$command" | grep -oE '^  (-., )?--[a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u >"$T/help-options"
	grep -oE '^ {5,7}(-., )?--[a-z-]+' "$T/page" | grep -oE -- '--[a-z-]+' | sort -u >"$T/man-options"
	same "$T/help-options" "$T/man-options"
done
for page in "$docs"/*.1; do
	mandoc -T lint -W error "$page" >"$T/out" || fail "mandoc: $page"
done

# bash: what a person would get by TAB
complete_bash() {
	PATH=$(dirname "$GFPCHECK"):$PATH bash --norc -c '
		. "$0"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		compopt() { :; }
		_gfpcheck gfpcheck
		printf "%s\n" "${COMPREPLY[@]}"' "$docs/gfpcheck.bash" "$@" >"$T/out" 2>"$T/err"
	[ ! -s "$T/err" ] || fail "completion of: $*"
}
mkdir -p "$T/here/folder" && touch "$T/here/file.json" && cd "$T/here" || exit 1
complete_bash gfpcheck ''
for command in "${commands[@]}" help --version; do out_has "^$command\$"; done
complete_bash gfpcheck sc
[ "$(cat "$T/out")" = scan ] || fail "gfpcheck sc"
complete_bash gfpcheck scan --form
[ "$(cat "$T/out")" = --format= ] || fail "--form"
complete_bash gfpcheck scan --format = s
[ "$(cat "$T/out")" = sarif ] || fail "--format=s"
complete_bash gfpcheck scan --format =
out_has '^junit$'
complete_bash gfpcheck scan --checks = le
[ "$(cat "$T/out")" = leak ] || fail "--checks=le"
complete_bash gfpcheck scan --cache = ''
[ "$(cat "$T/out")" = folder ] || fail "--cache= takes a folder"
complete_bash gfpcheck diff fi
[ "$(cat "$T/out")" = file.json ] || fail "a file"
complete_bash gfpcheck explain double
[ "$(cat "$T/out")" = double-free ] || fail "explain double"
complete_bash gfpcheck help rep
[ "$(cat "$T/out")" = report ] || fail "help rep"
bash --norc -c '. "$0" && complete -p gfpcheck' "$docs/gfpcheck.bash" >"$T/out" || fail "complete"

# zsh: in a terminal, with its own completion system
command -v zsh >/dev/null || skip "no zsh: bash and man were tested"
zsh -fn "$docs/_gfpcheck" 2>"$T/err" || fail "zsh cannot parse it"
cat >"$T/tab.py" <<'END'
"""tab.py DOCS DUMP LINE: the line that zsh makes of LINE and TAB, in a terminal."""
import os, pty, re, select, sys, time
docs, dump, line = sys.argv[1:]
pid, fd = pty.fork()
if not pid:
    os.environ.update(TERM="dumb", LC_ALL="C")
    os.execvp("zsh", ["zsh", "-f", "-i"])
seen = b""
def until(pattern):
    global seen
    end = time.monotonic() + 30
    while not re.search(pattern, seen):
        if time.monotonic() > end or not select.select([fd], [], [], 1)[0] and os.waitpid(pid, os.WNOHANG)[0]:
            sys.exit("no answer: %r" % seen)
        if select.select([fd], [], [], 0)[0]:
            seen += os.read(fd, 4096)
    m, seen = re.search(pattern, seen), b""
    return m
os.write(fd, ("unset zle_bracketed_paste; PROMPT=; fpath=(%s $fpath); autoload -Uz compinit; compinit -u -d %s; "
              "show() { print -r -- \"L\"\"INE:$BUFFER:\"; zle kill-buffer }; zle -N show; bindkey '^X' show; "
              "print R''EADY\n" % (docs, dump)).encode())
until(rb"READY")
os.write(fd, line.encode() + b"\t\x18")
print("LINE:" + until(rb"LINE:(.*):")[1].decode())
os.close(fd)
END
complete_zsh() {
	PATH=$(dirname "$GFPCHECK"):$PATH timeout 60 python3 "$T/tab.py" "$docs" "$T/zdump" "$1" >"$T/out" 2>"$T/err" ||
		fail "zsh: $1"
}
complete_zsh 'gfpcheck sca'
out_has '^LINE:gfpcheck scan ?$'
complete_zsh 'gfpcheck scan --format=sar'
out_has '^LINE:gfpcheck scan --format=sarif ?$'
complete_zsh 'gfpcheck scan --min-conf'
out_has '^LINE:gfpcheck scan --min-confidence=$'

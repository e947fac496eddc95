# SPDX-License-Identifier: GPL-2.0-only
# Sourced by scripts/test and scripts/quickstart: packages, steps with a log, time.
# Debian is assumed for packages only; elsewhere the missing ones are named and left to the user.

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit "${status:-1}"; }

# The packages among the arguments that are not installed.
missing_packages() {
	local p
	for p in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"
	done
}

# Installs what is missing; apt is not touched when nothing is.
need_packages() {
	local missing log
	command -v dpkg-query >/dev/null || { say "no dpkg here: taking the packages for granted: $*"; return 0; }
	mapfile -t missing < <(missing_packages "$@")
	[ "${#missing[@]}" -gt 0 ] || return 0
	if [ "$(id -u)" -ne 0 ]; then
		status=2 die "packages are missing, and only root may install them:
  apt-get install --no-install-recommends ${missing[*]}"
	fi
	say "      installing ${missing[*]}"
	log=$(mktemp "${TMPDIR:-/tmp}/gfpcheck-apt-XXXXXX")
	run_logged "$log" apt_install "${missing[@]}" || { rm -f "$log"; return 1; }
	rm -f "$log"
}
apt_install() {
	export DEBIAN_FRONTEND=noninteractive
	apt-get -qq update && apt-get -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 install "$@"
}

# run_logged LOG COMMAND...: quiet when it works; the end of the log and status 1 when it does not.
run_logged() {
	local log=$1 rc=0
	shift
	"$@" >"$log" 2>&1 </dev/null || rc=$?
	[ "$rc" -eq 0 ] && return 0
	{
		printf '%s: failed with status %s: %s\n' "${0##*/}" "$rc" "$*"
		printf -- '--- the end of %s ---\n' "$log"
		tail -n 30 "$log"
	} >&2
	return 1
}

# What configuring a kernel takes, and a folder of objects that is configured and prepared, but not built.
kernel_packages=(clang-19 llvm-19 lld-19 make flex bison bc libelf-dev libssl-dev xz-utils kmod cpio rsync)
configure_kernel() {		# configure_kernel SOURCE OBJECTS
	mkdir -p "$2"
	make -s -C "$1" O="$2" allmodconfig &&
	"$1/scripts/config" --file "$2/.config" -d WERROR -d DEBUG_INFO_BTF -d RUST -d SAMPLES -d KASAN \
		-d KCSAN -d KMSAN -d GCOV_KERNEL -d MODULE_SIG -d SYSTEM_TRUSTED_KEYS &&
	make -s -C "$1" O="$2" olddefconfig &&
	make -s -C "$1" -j"$(nproc)" O="$2" prepare modules_prepare
}

build_packages=(cmake ninja-build gcc libc6-dev pkg-config libclang-19-dev libxxhash-dev libjansson-dev)

/* SPDX-License-Identifier: GPL-2.0-only */
/* Before the headers that TUs of a folder have in common: in a precompiled header there is no TU whose names these are. */
#ifndef KBUILD_MODNAME
#define GFPCHECK_NAMES
#define KBUILD_MODNAME "?"
#define KBUILD_BASENAME "?"
#define KBUILD_MODFILE "?"
#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Behind them: a TU has names of its own. */
#ifdef GFPCHECK_NAMES
#undef GFPCHECK_NAMES
#undef KBUILD_MODNAME
#undef KBUILD_BASENAME
#undef KBUILD_MODFILE
#endif

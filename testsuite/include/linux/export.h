/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: symbols that other modules may use. */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define __EXPORT_SYMBOL(sym, license, ns)	extern __typeof__(sym) sym
#define EXPORT_SYMBOL(sym)	__EXPORT_SYMBOL(sym, "", "")
#define EXPORT_SYMBOL_GPL(sym)	__EXPORT_SYMBOL(sym, "GPL", "")

#endif

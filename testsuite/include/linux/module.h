/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: what every module says about itself. */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/kernel.h>
#include <linux/export.h>

struct module;
#define THIS_MODULE		((struct module *)0)
#define MODULE_LICENSE(text)	static const char __UNIQUE_ID(license)[] __maybe_unused = text
#define module_init(fn)		int init_module(void) __attribute__((__alias__(#fn)))
#define module_exit(fn)		void cleanup_module(void) __attribute__((__alias__(#fn)))

#endif

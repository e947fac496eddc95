/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: what new kernels wrap every allocator in. */
#ifndef _LINUX_ALLOC_TAG_H
#define _LINUX_ALLOC_TAG_H

#define alloc_hooks(call)	({ __typeof__(call) __res = (call); __res; })

#endif

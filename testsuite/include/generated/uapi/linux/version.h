/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: 6.1 unless -DLINUX_VERSION_CODE says otherwise. */
#ifndef _GENERATED_UAPI_LINUX_VERSION_H
#define _GENERATED_UAPI_LINUX_VERSION_H

#ifndef LINUX_VERSION_CODE
#define LINUX_VERSION_CODE 393472
#endif
#define KERNEL_VERSION(a, b, c)	(((a) << 16) + ((b) << 8) + ((c) > 255 ? 255 : (c)))

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* Mini kernel for the tests: what a handler returns. */
#ifndef _LINUX_IRQRETURN_H
#define _LINUX_IRQRETURN_H

typedef enum irqreturn { IRQ_NONE, IRQ_HANDLED, IRQ_WAKE_THREAD } irqreturn_t;

#endif

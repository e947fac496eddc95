/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of ir/ share among themselves; nobody else includes this. */
#ifndef IR_IR_IMPL_H
#define IR_IR_IMPL_H

#include "ir/ir_build.h"

/* ir_value.c: starts the open function's values with V_NONE. */
void irb_values_begin(struct ir_builder *b);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* The part of mem/ in a kernel model. */
#ifndef MEM_MEM_MODEL_H
#define MEM_MEM_MODEL_H

#include "link/kmodel.h"
#include "mem/mem.h"

/* For kmodel_make(): the program of *m, solved. */
struct kmodel_part mem_model_part(struct mem *m);
/* Effects of the functions that a model describes. */
void mem_read_model(struct mem *m);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* For `gfpcheck doctor`: whether files can be parsed. */
#ifndef CLI_DOCTOR_SAMPLE_H
#define CLI_DOCTOR_SAMPLE_H

#include "cli/options.h"

/* Parses nr files of the database; what fails is in *out (initialised by the caller), finished. */
int sample_parse(const struct options *o, const char *const *file, u32 nr, struct report *out, struct err *err)
	__must_check;

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text from outside, made harmless.  File names, identifiers and messages come from the tree under
 * analysis: they may hold invalid UTF-8, terminal escapes, newlines or characters that turn the direction
 * of writing (CVE-2021-42574).
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/strbuf.h"

/* Decodes one character of the n >= 1 bytes at s: its length, *cp set.  For an invalid byte length 1, U+FFFD
 * and *valid = false.  Overlong forms, surrogates and values above U+10FFFF are invalid. */
size_t text_decode(const char *s, size_t n, u32 *cp, bool *valid);

/* Appends s for a terminal or a line-based format: controls, invalid bytes and direction marks become
 * \n \t \x1b \u202e, everything else stays. */
void text_escape(struct strbuf *out, const char *s);
/* The same for text of several lines, such as a diff: tabs and newlines stay. */
void text_escape_lines(struct strbuf *out, const char *s);

/* For "did you mean": the candidate nearest to word, the first of equals; NULL when none is near.  Near is a
 * Levenshtein distance of at most 3 and at most half of the word. */
const char *text_nearest(const char *word, const char *const *candidate, u32 nr);

#endif

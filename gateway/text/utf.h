/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utf: UTF-8 and UTF-16 of any quality.
 *
 * Texts come from radio, pipes and files: nothing here fails on bad input. Each maximal broken run
 * (truncated sequence, overlong form, surrogate in UTF-8, lone surrogate in UTF-16) becomes one
 * U+FFFD, as Unicode ch. 3.9 "substitution of maximal subparts" has it. NUL is a character like
 * any other, so every string has a length. UTF-16 units are in the machine's order except where a
 * name says `be` (big-endian octets, as UCS-2 user data has them: 3GPP 23.038 section 6.2.3; in
 * practice UTF-16).
 */
#ifndef TEXT_UTF_H
#define TEXT_UTF_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it well-formed UTF-8? NUL and noncharacters are. */
bool utf8_valid(const char *in, size_t len);

/* Appends `in` as well-formed UTF-8. Returns how many broken runs were replaced. */
size_t text_utf8_clean(struct buf *out, const char *in, size_t len);

/* Decodes into `out`, which needs room for `len` units (UTF-16 is never longer in units than UTF-8
 * in octets). Returns the units written; `*broken` (may be NULL) is set to the runs replaced. */
size_t utf8_to_utf16(uint16_t *out, const char *in, size_t len, size_t *broken);

/* Appends UTF-8. Returns the lone surrogates replaced. */
size_t utf16_to_utf8(struct buf *out, const uint16_t *in, size_t units);

/* The same from and to big-endian octets. An odd octet at the end counts as a broken run. */
size_t utf16be_to_utf8(struct buf *out, const uint8_t *in, size_t len);
size_t utf8_to_utf16be(struct buf *out, const char *in, size_t len);

/* How many UTF-16 units the text takes. */
size_t utf8_units16(const char *in, size_t len);

/* The longest prefix of at most `max` octets that does not cut a sequence. */
size_t utf8_fit(const char *in, size_t len, size_t max);

#endif

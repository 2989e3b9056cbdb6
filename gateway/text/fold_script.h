/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold_script: the part of folding that knows orthography; used by fold.c alone.
 *
 * All work on UTF-16 in place and only ever shorten or keep the length, except where said.
 */
#ifndef TEXT_FOLD_SCRIPT_H
#define TEXT_FOLD_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

/* Boxed, circled and otherwise dressed letters and digits that NFKC leaves alone, to plain ones
 * with spaces around: U+1F198 to "sos", a keycap's end to a space, U+2777 to "2". `out` needs room
 * for FOLD_UNBOX_GROWTH units for each unit read. Returns the units written. */
enum { FOLD_UNBOX_GROWTH = 5 };
size_t fold_unbox(uint16_t *out, const uint16_t *in, size_t n);

/* Burmese digits typed for the letters they look like, and the letter wa typed for zero. */
void fold_burmese_digits(uint16_t *s, size_t n);

/* Marks of one letter into one order, each once; equivalent spellings of Khmer, Lao, Thai and
 * Burmese into one; runs of three and more equal letters into one. `s` needs room for 2 * n units,
 * as a Khmer independent vowel becomes two. Returns the new length. */
size_t fold_script(uint16_t *s, size_t n);

/* Drops what the loose key ignores. */
size_t fold_loosen(uint16_t *s, size_t n);

#endif

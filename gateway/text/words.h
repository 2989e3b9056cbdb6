/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * words: which languages a word in Latin letters belongs to, and what else a word may stand for.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/err.h"
#include "text/fold.h"
#include "text/lang.h"

#include <stddef.h>
#include <stdint.h>

struct words;

/* Loads menus/phrases/words.tsv: `lang` or `lang-Latn` TAB words with spaces between. */
struct words *words_load(const char *path, struct fold *f, struct err *err);
void words_free(struct words *w);

/* The languages that have the word, as bits; 0 = unknown. */
#define WORDS_BIT(lang, romanised) (1u << ((romanised) ? (lang) + 16 : (lang)))
uint32_t words_find(const struct words *w, const uint16_t *word, size_t n);

/* One word as typed by those who cannot or will not type it plainly. Each writes to `out`, which
 * has room for `n` units, and returns the length, or 0 where the word is none of it. */
size_t words_leet(uint16_t *out, const uint16_t *word, size_t n); /* h3lp: help */
size_t words_telex(
	uint16_t *out, const uint16_t *word, size_t n); /* giups, tooi, d9anh1: giup, toi, danh */
size_t words_single(uint16_t *out, const uint16_t *word, size_t n); /* helpp: help; never 0 */

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold: one text in the form in which texts are compared.
 *
 * Two people who mean the same type it differently: full-width or native digits, marks in another
 * order, a coeng DA for a coeng TA, a missing tone, a letter held down. Folding takes such freedom
 * out, in the order tested in docs/LANGUAGE.md: Zawgyi to Unicode, boxed letters and digits, NFKC
 * case fold, simplified Han, decomposition, digits to ASCII, script folds, repeats, punctuation.
 *
 *   words    strict key with single spaces between words
 *   strict   the same without spaces; what Khmer, Lao, Thai, Burmese and Han are compared in
 *   loose    strict without Thai and Lao tones, Khmer diacritics, Burmese dots and visargas
 *   marked   as words, word for word, but Latin letters have their marks behind them (NFD) and the
 *            stroke of the d, as Vietnamese tells words by them
 *
 * The first three are fixed points: folding one again gives the same key. No input fails, and time
 * is linear. Keys are UTF-16 in the machine's order.
 */
#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fold_key {
	uint16_t *s;
	size_t n;
};

enum fold_myanmar { FOLD_MYANMAR_NONE, FOLD_MYANMAR_UNICODE, FOLD_MYANMAR_ZAWGYI };

struct folded {
	struct fold_key raw; /* UTF-16 of the input, after Zawgyi conversion: for word boundaries */
	struct fold_key words, strict, loose, marked;
	enum fold_myanmar myanmar;
	double zawgyi_score;
	size_t broken; /* broken UTF-8 runs replaced */
};

/* The ICU handles; one for each thread. */
struct fold;
struct zawgyi;
struct fold *fold_open(struct err *err);
void fold_close(struct fold *f);
/* The Zawgyi converters inside, borrowed. */
struct zawgyi *fold_zawgyi(struct fold *f);

/* How to read Myanmar script: by the detector, or as told (for the second reading of a short text).
 */
enum fold_reading { FOLD_DETECT, FOLD_AS_UNICODE, FOLD_AS_ZAWGYI };

/* Fills `out`, which fold_done frees and wipes. Texts of more than FOLD_MAX octets are read to
 * there. */
#define FOLD_MAX 65536
void fold_text(struct fold *f, const char *utf8, size_t len, enum fold_reading reading,
	struct folded *out);
/* The same for UTF-16 that is Unicode already, as a word of `raw`; `out->raw` is left alone, and
 * `out` is to be zeroed before. */
void fold_units(struct fold *f, const uint16_t *units, size_t n, struct folded *out);
void fold_done(struct folded *out);

/* One key as UTF-8, appended. */
void fold_put(struct buf *out, const struct fold_key *key);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match: which phrases of our lists a text holds.
 *
 * Latin phrases are sequences of words, each allowed one slip (a letter more, less, other, or two
 * swapped) from five letters and two from eight, unless it is a word of some language by itself;
 * read also as leetspeak, as raw Telex or VNI keys, and with spaces moved. Where a Vietnamese
 * writer gives marks, they must agree with the phrase's. Khmer, Lao, Thai, Burmese and Han phrases
 * are looked for in the strict key, then in the loose one, then with one slip from six characters
 * and two from twelve. Stems of up to four characters count only where ICU's dictionary sees them
 * as words. `..` inside a phrase is a gap of up to three words or fourteen characters.
 *
 * Time is linear in the text for a given set of lists.
 */
#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include "base/err.h"
#include "text/fold.h"
#include "text/lang.h"
#include "text/phrases.h"
#include "text/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum match_how { MATCH_HOW_EXACT, MATCH_HOW_LOOSE, MATCH_HOW_NEAR };

struct match_hit {
	const struct phrase *phrase;
	enum match_how how;
	size_t at, end; /* where: words of a Latin text, units of a key else */
};

enum { MATCH_HITS = 64 };

struct match_hits {
	struct match_hit hit[MATCH_HITS];
	size_t n;
};

struct matcher;

/* Compiles the phrases, which it takes over (also when it fails); `f` and `w` are borrowed. Fails
 * with "file:line: what" for a phrase that folds to nothing or is too long. */
struct matcher *matcher_new(
	struct phrases *take, struct fold *f, const struct words *w, struct err *err);
void matcher_free(struct matcher *m);
const struct phrases *matcher_phrases(const struct matcher *m);

/* All hits, one per phrase, at most MATCH_HITS. Flags are not yet weighed, but MATCH_ALONE is. */
void match_text(struct matcher *m, const struct folded *t, enum lang lang, struct match_hits *hits);

#endif

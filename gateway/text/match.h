/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match: which phrases of our lists a text holds.
 *
 * Latin phrases are sequences of words, each allowed one slip (a letter more, less, other, or two
 * swapped) from five letters and two from eight, read also as leetspeak, as raw Telex or VNI keys,
 * and with spaces moved. Khmer, Lao, Thai, Burmese and Han phrases are looked for in the strict
 * key, then in the loose one, then with one slip from six characters and two from twelve. Stems of
 * up to four characters count only where ICU's dictionary sees them as words. `..` inside a phrase
 * is a gap of up to three words or fourteen characters.
 */
#ifndef TEXT_MATCH_H
#define TEXT_MATCH_H

#include "base/err.h"
#include "text/detect.h"
#include "text/fold.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a phrase says. The urgent ones come first, up to MATCH_URGENT_LAST. */
enum match_kind {
	MATCH_HELP,
	MATCH_CONFINED,
	MATCH_DOCUMENTS,
	MATCH_SOLD,
	MATCH_CHILD,
	MATCH_VIOLENCE,
	MATCH_SEXUAL,
	MATCH_SCAM,
	MATCH_BOAT,
	MATCH_HOME,
	MATCH_SUICIDE,
	MATCH_WAGES,
	MATCH_DEBT,
	MATCH_THREAT,
	MATCH_TRAFFICKING,
	MATCH_URGENT_LAST = MATCH_TRAFFICKING,
	MATCH_TIP,
	MATCH_QUESTION,
	MATCH_STOP,
	MATCH_GREETING,
	MATCH_CALLBACK,
	MATCH_NEGATION,
	MATCH_THANKS,
	MATCH_KINDS
};

enum match_flags {
	MATCH_ALONE = 1, /* counts only when it is almost the whole message */
	MATCH_WEAK = 2,  /* counts only beside a second one of another phrase */
	MATCH_SELF = 4,  /* the writer speaks of themselves: outranks a tip and a question */
	MATCH_EXACT = 8  /* no slips allowed */
};

enum match_how { MATCH_HOW_EXACT, MATCH_HOW_LOOSE, MATCH_HOW_NEAR };

struct phrase {
	enum lang lang; /* LANG_UND: any */
	enum match_kind kind;
	unsigned flags;
	const char *text; /* UTF-8 as written in the file */
	const char *file; /* without its folder */
	unsigned line;
};

struct match_hit {
	const struct phrase *phrase;
	enum match_how how;
	size_t at, end; /* where: words for Latin, units of a key for the rest */
};

struct matcher;

/* Builds from every *.tsv in `dir` but words.tsv, choices.tsv and benign.tsv. A line that cannot be
 * read is an error "file:line: what". */
struct matcher *matcher_load(
	const char *dir, struct fold *f, const struct words *w, struct err *err);
void matcher_free(struct matcher *m);
size_t matcher_count(const struct matcher *m);
const struct phrase *matcher_phrase(const struct matcher *m, size_t i);

/* All hits, at most MATCH_HITS, in order of the phrases. Weak ones are in it with their flag. */
#define MATCH_HITS 64
size_t match_text(struct matcher *m, const struct folded *t, enum lang lang,
	struct match_hit hits[MATCH_HITS]);

const char *match_kind_name(enum match_kind k);
/* Returns MATCH_KINDS for an unknown name. */
enum match_kind match_kind_parse(const char *name);

#endif

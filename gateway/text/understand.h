/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * understand: the one entry to the language layer. What does this text want, in which language,
 * and how soon must a human see it?
 *
 * The lists behind it are files that operators edit (menus/phrases), loaded as one lexicon; to
 * reload, load another and swap it in when that worked. Phrases may only raise priority: what
 * nothing matches is TEXT_UNCLEAR and goes to a human at normal urgency.
 */
#ifndef TEXT_UNDERSTAND_H
#define TEXT_UNDERSTAND_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct text_lexicon;

/* Loads words.tsv, choices.tsv and every other *.tsv of `dir` and opens and warms all of ICU that
 * will be needed: no file is read afterwards, so that a sandbox may close behind it. Returns NULL
 * with "file:line: what" in `err`. A lexicon belongs to one thread at a time. */
struct text_lexicon *text_lexicon_load(const char *dir, struct err *err);
void text_lexicon_free(struct text_lexicon *lx);

enum text_category {
	TEXT_UNCLEAR, /* menu choices too: see `digit` */
	TEXT_URGENT,
	TEXT_TIP,
	TEXT_QUESTION,
	TEXT_STOP,
	TEXT_GREETING
};

enum text_encoding {
	TEXT_ENCODING_NONE, /* no Myanmar script: the question does not arise */
	TEXT_ENCODING_UNICODE,
	TEXT_ENCODING_ZAWGYI /* answer this person through text_zawgyi */
};

/* What is known besides the text; any field may be NULL. It breaks ties, it never outvotes letters.
 */
struct text_hint {
	const char *stored_lang; /* "km", "th-Latn" */
	const char *country;     /* of the number, "KH" */
};

struct understanding {
	char lang[8];      /* km lo th vi my zh en shn ksw hmn ms id tl und */
	bool romanised;    /* written in Latin letters though its script is another: th-Latn */
	double confidence; /* of the language, 0..1 */
	enum text_category category;
	int digit;   /* 0..99 when the whole text is a choice, else -1 */
	bool urgent; /* a human must look at once; true for every TEXT_URGENT, and for some
			TEXT_STOP */
	enum text_encoding encoding;
	/* Why, for operators: a kind, a phrase of our lists and its file:line. Never the person's
	 * words. */
	char reason[96];
};

/* Answers always, whatever the octets are. `hint` may be NULL. Fit for the first part of a long
 * message too: urgency does not wait for the rest. */
void text_understand(const struct text_lexicon *lx, const char *utf8, size_t len,
	const struct text_hint *hint, struct understanding *out);

/* "urgent_help tip question stop greeting unclear" and "unicode zawgyi -". */
const char *text_category_name(enum text_category c);
const char *text_encoding_name(enum text_encoding e);

/* Appends `utf8` as a phone with a Zawgyi font wants it. */
void text_zawgyi(const struct text_lexicon *lx, struct buf *out, const char *utf8, size_t len);

/* Findings of a check, `file:line: severity: what`. */
enum text_severity { TEXT_ERROR, TEXT_WARNING };
typedef void text_finding(
	void *arg, enum text_severity severity, const char *file, unsigned line, const char *what);

/* Checks the phrase files of `dir`: unreadable lines, duplicates, phrases so broad that they hit
 * harmless sentences (benign.tsv; the finding names the sentence), phrases that a shorter one makes
 * useless. Returns the number of errors. */
size_t text_lexicon_check(const char *dir, text_finding *found, void *arg);

/* Adds a phrase to `dir`/<lang>.tsv: checks it as above against the rest, writes a new file beside
 * the old, fsyncs and renames. A running gateway sees the old file or the new one. Flags may be "".
 */
int text_phrase_add(const char *dir, const char *lang, const char *phrase, const char *kind,
	const char *flags, const char *note, struct err *err);

#endif

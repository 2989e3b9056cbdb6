/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phrases: the lists of menus/phrases as they are written.
 *
 * <lang>.tsv holds the phrases of one language (any.tsv: of all): phrase TAB kind TAB flags TAB
 * note.
 * `..` in a phrase is a gap. Romanised phrases stand in the file of their language. words.tsv,
 * choices.tsv and benign.tsv are read by others.
 */
#ifndef TEXT_PHRASES_H
#define TEXT_PHRASES_H

#include "base/err.h"
#include "text/lang.h"

#include <stddef.h>

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
	MATCH_NEGATION, /* takes back `help`, nothing else */
	MATCH_THANKS,
	MATCH_KINDS
};

enum match_flags {
	MATCH_ALONE = 1, /* counts only when it is almost the whole message */
	MATCH_WEAK = 2,  /* counts only beside another phrase */
	MATCH_SELF = 4,  /* the writer is the one in danger: outranks a tip and a question */
	MATCH_EXACT = 8  /* no slips allowed */
};

struct phrase {
	enum lang lang; /* LANG_UND: any */
	enum match_kind kind;
	unsigned flags;
	char *text; /* UTF-8 as written */
	char *file; /* without its folder */
	unsigned line;
};

struct phrases {
	struct phrase *phrase;
	size_t n;
};

/* Reads every list of the folder, in the order of their names. */
int phrases_load(struct phrases *p, const char *dir, struct err *err);
/* Reads one list; `name` is that of the file in `dir`. */
int phrases_read(struct phrases *p, const char *dir, const char *name, struct err *err);
void phrases_free(struct phrases *p);

const char *match_kind_name(enum match_kind k);
/* MATCH_KINDS for an unknown name. */
enum match_kind match_kind_parse(const char *name);
/* Reads "alone weak self exact" in any order with spaces or commas between; -1 for another word. */
int match_flags_parse(const char *words);

#endif

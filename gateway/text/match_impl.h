/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match_impl: what the two matchers share: match_latin.c works on words, match_script.c on
 * characters.
 */
#ifndef TEXT_MATCH_IMPL_H
#define TEXT_MATCH_IMPL_H

#include "text/match.h"

enum {
	MATCH_PHRASE_UNITS = 96,
	MATCH_PHRASE_PARTS = 12,
	MATCH_GAP_WORDS = 3,
	MATCH_GAP_UNITS = 14
};

/* A phrase in pieces: the text between two gaps. */
struct match_piece {
	struct folded key;
};

void match_add(
	struct match_hits *hits, const struct phrase *p, enum match_how how, size_t at, size_t end);

struct match_latin;
struct match_latin *match_latin_new(const struct words *w);
void match_latin_free(struct match_latin *l);
/* Adds a phrase: its pieces in order. */
void match_latin_add(struct match_latin *l, const struct phrase *p, const struct match_piece *piece,
	size_t pieces);
/* After the last phrase. */
void match_latin_ready(struct match_latin *l);
void match_latin_find(
	struct match_latin *l, const struct folded *t, enum lang lang, struct match_hits *hits);

struct match_script;
struct match_script *match_script_new(struct fold *f, struct err *err);
void match_script_free(struct match_script *s);
void match_script_add(struct match_script *s, const struct phrase *p,
	const struct match_piece *piece, size_t pieces);
void match_script_ready(struct match_script *s);
void match_script_find(struct match_script *s, const struct folded *t, struct match_hits *hits);

#endif

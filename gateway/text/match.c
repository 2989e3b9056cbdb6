/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match.c: phrases to patterns, and the two matchers under one roof. */
#include "text/match.h"

#include "base/buf.h"
#include "text/match_impl.h"

#include <stdlib.h>
#include <string.h>

struct matcher {
	struct phrases phrases;
	struct match_latin *latin;
	struct match_script *script;
};

void match_add(
	struct match_hits *hits, const struct phrase *p, enum match_how how, size_t at, size_t end)
{
	if (hits->n < MATCH_HITS)
		hits->hit[hits->n++] = (struct match_hit){p, how, at, end};
}

static bool latin_only(const struct fold_key *k)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (k->s[i] > 0x24F)
			return false;
	return true;
}

/* Folds the text between gaps; 0 pieces when one of them is empty or there are too many. */
static size_t pieces(struct fold *f, const char *text, struct match_piece *piece, bool *latin)
{
	const char *gap;
	size_t n = 0, len;

	*latin = true;
	for (;; text = gap + 2) {
		gap = strstr(text, "..");
		len = gap != NULL ? (size_t)(gap - text) : strlen(text);
		fold_text(f, text, len, FOLD_AS_UNICODE, &piece[n].key);
		*latin &= latin_only(&piece[n].key.strict);
		len = piece[n].key.strict.n;
		n++;
		if (len == 0 || len > MATCH_PHRASE_UNITS ||
			(gap != NULL && n == MATCH_PHRASE_PARTS)) {
			while (n > 0)
				fold_done(&piece[--n].key);
			return 0;
		}
		if (gap == NULL)
			return n;
	}
}

static int compile(struct matcher *m, struct fold *f, const struct phrase *p, struct err *err)
{
	struct match_piece piece[MATCH_PHRASE_PARTS];
	bool latin;
	size_t n = pieces(f, p->text, piece, &latin);

	if (n == 0)
		return err_set(err, "%s:%u: the phrase has a part without letters, or is too long",
			p->file, p->line);
	if (latin)
		match_latin_add(m->latin, p, piece, n);
	else
		match_script_add(m->script, p, piece, n);
	while (n > 0)
		fold_done(&piece[--n].key);
	return 0;
}

struct matcher *matcher_new(
	struct phrases *take, struct fold *f, const struct words *w, struct err *err)
{
	struct matcher *m = xcalloc(1, sizeof(*m));
	size_t i;

	m->phrases = *take;
	*take = (struct phrases){NULL, 0};
	m->latin = match_latin_new(w);
	m->script = match_script_new(f, err);
	if (m->script == NULL) {
		matcher_free(m);
		return NULL;
	}
	for (i = 0; i < m->phrases.n; i++)
		if (compile(m, f, &m->phrases.phrase[i], err) < 0) {
			matcher_free(m);
			return NULL;
		}
	match_latin_ready(m->latin);
	match_script_ready(m->script);
	return m;
}

void matcher_free(struct matcher *m)
{
	if (m == NULL)
		return;
	match_latin_free(m->latin);
	match_script_free(m->script);
	phrases_free(&m->phrases);
	free(m);
}

const struct phrases *matcher_phrases(const struct matcher *m)
{
	return &m->phrases;
}

void match_text(struct matcher *m, const struct folded *t, enum lang lang, struct match_hits *hits)
{
	hits->n = 0;
	match_latin_find(m->latin, t, lang, hits);
	match_script_find(m->script, t, hits);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match_latin.c: phrases in Latin letters. Each different word of the phrases is kept once; each
 * word of the text is compared with them once, and phrases are then sequences of numbers.
 */
#include "text/match_impl.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

enum {
	WORD_UNITS = 24, /* longer words are cut: no phrase has one */
	WORD_HITS = 12,  /* phrase words that one text word may be */
	PHRASE_WORDS = 16,
	GAP = -1,
	SLIP_ONE = 5, /* letters from which one slip is allowed, two */
	SLIP_TWO = 8,
	JOIN_LETTERS = 6, /* a phrase written without its spaces is told from this length */
	FOREIGN_LETTERS = 6
};

struct word {
	uint16_t plain[WORD_UNITS], single[WORD_UNITS]; /* `single`: no letter doubled */
	uint16_t marked[WORD_UNITS * 3];
	uint8_t n, single_n, marked_n;
	uint32_t letters; /* set of them */
	bool has_marks;
	bool vietnamese; /* some phrase of that language has it: its marks count */
};

struct pattern {
	const struct phrase *phrase;
	int word[PHRASE_WORDS]; /* GAP or a place in `vocabulary` */
	size_t n;
	uint16_t joined[MATCH_PHRASE_UNITS]; /* single letters, no spaces; empty with gaps */
	size_t joined_n, letters;
};

struct by_hash {
	uint32_t hash;
	uint32_t at;
};

struct match_latin {
	const struct words *words;
	struct word *vocabulary;
	size_t vocabulary_n;
	struct pattern *pattern; /* sorted by first word once ready */
	size_t n;
	struct by_hash *singles; /* vocabulary by `single` */
	struct by_hash *joins;   /* patterns by `joined` */
	uint8_t *done;
};

/* What a word of the text may be. */
struct sense {
	int word;
	bool slip;
	bool bare; /* the phrase's word has marks, the text's has none */
};

struct token {
	struct word w;
	struct sense sense[WORD_HITS];
	size_t senses;
	bool known;
	bool marked; /* has marks itself */
};

struct match_latin *match_latin_new(const struct words *w)
{
	struct match_latin *l = xcalloc(1, sizeof(*l));

	l->words = w;
	return l;
}

void match_latin_free(struct match_latin *l)
{
	if (l == NULL)
		return;
	free(l->vocabulary);
	free(l->pattern);
	free(l->singles);
	free(l->joins);
	free(l->done);
	free(l);
}

static uint32_t hash(const uint16_t *s, size_t n)
{
	uint32_t h = 2166136261u; /* FNV-1a */
	size_t i;

	for (i = 0; i < n; i++)
		h = (h ^ s[i]) * 16777619u;
	return h;
}

static bool same(const uint16_t *a, size_t an, const uint16_t *b, size_t bn)
{
	return an == bn && memcmp(a, b, an * sizeof(*a)) == 0;
}

static uint32_t letters_of(const uint16_t *s, size_t n)
{
	uint32_t set = 0;
	size_t i;

	for (i = 0; i < n; i++)
		set |= s[i] >= 'a' && s[i] <= 'z' ? 1u << (s[i] - 'a') : 1u << (26 + s[i] % 6);
	return set;
}

static void word_fill(
	struct word *w, const uint16_t *plain, size_t n, const uint16_t *marked, size_t marked_n)
{
	size_t i;

	memset(w, 0, sizeof(*w));
	w->n = (uint8_t)(n < WORD_UNITS ? n : WORD_UNITS);
	memcpy(w->plain, plain, w->n * sizeof(*plain));
	w->single_n = (uint8_t)words_single(w->single, w->plain, w->n);
	w->marked_n = (uint8_t)(marked_n < WORD_UNITS * 3 ? marked_n : WORD_UNITS * 3);
	memcpy(w->marked, marked, w->marked_n * sizeof(*marked));
	w->letters = letters_of(w->single, w->single_n);
	for (i = 0; i < w->marked_n; i++)
		w->has_marks |= w->marked[i] >= 0x300 || w->marked[i] == 0x111;
}

static int vocabulary_add(struct match_latin *l, const struct word *w)
{
	size_t i;

	for (i = 0; i < l->vocabulary_n; i++) {
		struct word *v = &l->vocabulary[i];

		if (v->letters == w->letters &&
			same(v->marked, v->marked_n, w->marked, w->marked_n)) {
			v->vietnamese |= w->vietnamese;
			return (int)i;
		}
	}
	l->vocabulary = xrealloc(l->vocabulary, (l->vocabulary_n + 1) * sizeof(*w));
	l->vocabulary[l->vocabulary_n] = *w;
	return (int)l->vocabulary_n++;
}

/* The next word of a key at `*at`, which moves behind it. Returns its length, 0 at the end. */
static size_t next_word(const struct fold_key *k, size_t *at)
{
	size_t from;

	while (*at < k->n && k->s[*at] == ' ')
		++*at;
	for (from = *at; *at < k->n && k->s[*at] != ' '; ++*at)
		;
	return *at - from;
}

void match_latin_add(struct match_latin *l, const struct phrase *p, const struct match_piece *piece,
	size_t pieces)
{
	struct pattern *pat;
	struct word w;
	uint16_t run[MATCH_PHRASE_UNITS * 2];
	size_t i, at, mat, n, mn, run_n = 0;

	l->pattern = xrealloc(l->pattern, (l->n + 1) * sizeof(*l->pattern));
	pat = &l->pattern[l->n++];
	memset(pat, 0, sizeof(*pat));
	pat->phrase = p;
	for (i = 0; i < pieces; i++) {
		const struct folded *key = &piece[i].key;

		if (i > 0 && pat->n < PHRASE_WORDS)
			pat->word[pat->n++] = GAP;
		for (at = mat = 0;
			(n = next_word(&key->words, &at)) > 0 && pat->n < PHRASE_WORDS;) {
			mn = next_word(&key->marked, &mat);
			word_fill(&w, key->words.s + at - n, n, key->marked.s + mat - mn, mn);
			w.vietnamese = p->lang == LANG_VI;
			pat->word[pat->n++] = vocabulary_add(l, &w);
			pat->letters += n;
			if (run_n + w.n <= MATCH_PHRASE_UNITS) {
				memcpy(run + run_n, w.plain, w.n * sizeof(*run));
				run_n += w.n;
			}
		}
	}
	if (pieces == 1)
		pat->joined_n = words_single(pat->joined, run, run_n);
}

static int by_first(const void *a, const void *b)
{
	const struct pattern *x = a, *y = b;

	return x->word[0] != y->word[0] ? x->word[0] - y->word[0]
					: (x->phrase > y->phrase) - (x->phrase < y->phrase);
}

static int by_hash(const void *a, const void *b)
{
	const struct by_hash *x = a, *y = b;

	return x->hash != y->hash ? (x->hash > y->hash ? 1 : -1)
				  : (x->at > y->at) - (x->at < y->at);
}

void match_latin_ready(struct match_latin *l)
{
	size_t i;

	qsort(l->pattern, l->n, sizeof(*l->pattern), by_first);
	l->singles = xcalloc(l->vocabulary_n, sizeof(*l->singles));
	for (i = 0; i < l->vocabulary_n; i++)
		l->singles[i] = (struct by_hash){
			hash(l->vocabulary[i].single, l->vocabulary[i].single_n), (uint32_t)i};
	qsort(l->singles, l->vocabulary_n, sizeof(*l->singles), by_hash);
	l->joins = xcalloc(l->n, sizeof(*l->joins));
	for (i = 0; i < l->n; i++)
		l->joins[i] = (struct by_hash){
			hash(l->pattern[i].joined, l->pattern[i].joined_n), (uint32_t)i};
	qsort(l->joins, l->n, sizeof(*l->joins), by_hash);
	l->done = xcalloc(l->n, 1);
}

/* The first entry of that hash, or n. */
static size_t lookup(const struct by_hash *b, size_t n, uint32_t h)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (b[mid].hash < h)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Damerau-Levenshtein distance (neighbours swapped count one), at most `most`, else more. */
static unsigned distance(const uint16_t *a, size_t an, const uint16_t *b, size_t bn, unsigned most)
{
	unsigned row[3][WORD_UNITS + 1], best, cost;
	size_t i, j;

	for (j = 0; j <= bn; j++)
		row[0][j] = (unsigned)j;
	for (i = 1; i <= an; i++) {
		unsigned *now = row[i % 3], *last = row[(i + 2) % 3], *older = row[(i + 1) % 3];

		now[0] = best = (unsigned)i;
		for (j = 1; j <= bn; j++) {
			cost = last[j - 1] + (a[i - 1] != b[j - 1]);
			if (last[j] + 1 < cost)
				cost = last[j] + 1;
			if (now[j - 1] + 1 < cost)
				cost = now[j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				older[j - 2] + 1 < cost)
				cost = older[j - 2] + 1;
			now[j] = cost;
			best = cost < best ? cost : best;
		}
		if (best > most)
			return best;
	}
	return row[an % 3][bn];
}

static bool is_mark(uint16_t c)
{
	return c >= 0x300 && c < 0x370;
}

/* Marks that were typed must be among those of the phrase; those left out are no matter. */
static bool marks_agree(const struct word *typed, const struct word *phrase)
{
	size_t i = 0, j = 0, k;

	while (i < typed->marked_n && j < phrase->marked_n) {
		size_t end;

		if (typed->marked[i] == 0x111 && phrase->marked[j] != 0x111)
			return false;
		i++;
		for (end = ++j; end < phrase->marked_n && is_mark(phrase->marked[end]); end++)
			;
		for (; i < typed->marked_n && is_mark(typed->marked[i]); i++) {
			for (k = j; k < end && phrase->marked[k] != typed->marked[i]; k++)
				;
			if (k == end)
				return false;
		}
		j = end;
	}
	return true;
}

static void sense_add(struct token *t, size_t word, bool slip, bool bare)
{
	if (t->senses < WORD_HITS)
		t->sense[t->senses++] = (struct sense){(int)word, slip, bare};
}

/* Senses of one reading (as typed, leetspeak, Telex) of a token. */
static void exact_senses(
	const struct match_latin *l, struct token *t, const uint16_t *word, size_t n, bool telex)
{
	uint16_t single[WORD_UNITS];
	size_t sn = words_single(single, word, n), i;
	uint32_t h = hash(single, sn);

	for (i = lookup(l->singles, l->vocabulary_n, h);
		i < l->vocabulary_n && l->singles[i].hash == h; i++) {
		const struct word *v = &l->vocabulary[l->singles[i].at];

		if (!same(v->single, v->single_n, single, sn) || (telex && !v->vietnamese))
			continue;
		if (t->marked && (v->has_marks || v->vietnamese) && !marks_agree(&t->w, v))
			continue;
		sense_add(t, l->singles[i].at, false, v->has_marks && !t->marked && !telex);
	}
}

static void slip_senses(const struct match_latin *l, struct token *t)
{
	size_t i;

	for (i = 0; i < l->vocabulary_n; i++) {
		const struct word *v = &l->vocabulary[i];
		unsigned slips = v->single_n >= SLIP_TWO ? 2 : v->single_n >= SLIP_ONE ? 1 : 0;
		int longer = (int)t->w.single_n - (int)v->single_n;

		if (slips == 0 || longer > (int)slips || -longer > (int)slips ||
			(unsigned)__builtin_popcount(t->w.letters ^ v->letters) > 2 * slips ||
			(slips == 1 && t->w.single[0] != v->single[0]))
			continue;
		if (distance(t->w.single, t->w.single_n, v->single, v->single_n, slips) <= slips)
			sense_add(t, i, true, false);
	}
}

static void token_fill(const struct match_latin *l, struct token *t, const struct folded *text,
	size_t at, size_t n, size_t mat, size_t mn)
{
	uint16_t other[WORD_UNITS];
	size_t len;

	word_fill(&t->w, text->words.s + at, n, text->marked.s + mat, mn);
	t->senses = 0;
	t->marked = t->w.has_marks;
	t->known = words_find(l->words, t->w.plain, t->w.n) != 0;
	if (t->w.plain[0] > 0x24F)
		return;
	exact_senses(l, t, t->w.plain, t->w.n, false);
	len = words_leet(other, t->w.plain, t->w.n);
	if (len > 0)
		exact_senses(l, t, other, len, false);
	len = t->marked ? 0 : words_telex(other, t->w.plain, t->w.n);
	if (len > 0)
		exact_senses(l, t, other, len, true);
	if (t->senses == 0 && !t->known && t->w.n >= SLIP_ONE - 1)
		slip_senses(l, t);
}

/* A text of words on its way through the patterns. */
struct scan {
	struct match_latin *l;
	const struct token *token;
	size_t n;
	bool marked; /* the writer gives marks: words without are meant so */
	enum lang lang;
	struct match_hits *hits;
};

static const struct sense *sense_of(const struct token *t, int word)
{
	size_t i;

	for (i = 0; i < t->senses; i++)
		if (t->sense[i].word == word)
			return &t->sense[i];
	return NULL;
}

/* May this hit stand, by the language, the marks and what else is in the text? */
static bool counts(const struct scan *s, const struct pattern *p, size_t at, size_t end,
	size_t slips, size_t bare, size_t with_marks)
{
	const struct phrase *ph = p->phrase;

	if (slips > 2 || (slips > 0 && ph->flags & MATCH_EXACT))
		return false;
	if (ph->flags & MATCH_ALONE && s->n - (end - at) > 1)
		return false;
	if (with_marks > 0 && bare == with_marks && s->marked)
		return false;
	return ph->lang == LANG_UND || ph->lang == s->lang || p->letters >= FOREIGN_LETTERS;
}

/* Does the pattern stand at word `at`? */
static void try(const struct scan *s, size_t index, size_t at)
{
	const struct pattern *p = &s->l->pattern[index];
	size_t i, here = at, slips = 0, bare = 0, with_marks = 0, reach = 0;
	const struct sense *sense;

	for (i = 0; i < p->n; i++) {
		if (p->word[i] == GAP) {
			reach = MATCH_GAP_WORDS;
			continue;
		}
		for (sense = NULL; here < s->n; here++) {
			sense = sense_of(&s->token[here], p->word[i]);
			if (sense != NULL || reach-- == 0)
				break;
		}
		if (sense == NULL)
			return;
		here++;
		reach = 0;
		slips += sense->slip;
		bare += sense->bare;
		with_marks += s->l->vocabulary[p->word[i]].has_marks;
	}
	if (!counts(s, p, at, here, slips, bare, with_marks))
		return;
	s->l->done[index] = 1;
	match_add(s->hits, p->phrase, slips > 0 ? MATCH_HOW_NEAR : MATCH_HOW_EXACT, at, here);
}

static size_t first_pattern(const struct match_latin *l, int word)
{
	size_t lo = 0, hi = l->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->pattern[mid].word[0] < word)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void sequences(const struct scan *s)
{
	size_t at, k, i;

	for (at = 0; at < s->n; at++)
		for (k = 0; k < s->token[at].senses; k++) {
			int word = s->token[at].sense[k].word;

			for (i = first_pattern(s->l, word);
				i < s->l->n && s->l->pattern[i].word[0] == word; i++)
				if (!s->l->done[i])
					try(s, i, at);
		}
}

/* Patterns whose letters, spaces aside, are just these. */
static void joined(const struct scan *s, const uint16_t *letters, size_t n, size_t at, size_t end)
{
	uint16_t single[WORD_UNITS * 4];
	size_t sn = words_single(single, letters, n), i;
	uint32_t h = hash(single, sn);

	for (i = lookup(s->l->joins, s->l->n, h); i < s->l->n && s->l->joins[i].hash == h; i++) {
		size_t index = s->l->joins[i].at;
		const struct pattern *p = &s->l->pattern[index];

		if (s->l->done[index] || !same(p->joined, p->joined_n, single, sn) ||
			!counts(s, p, at, end, 0, 0, 0))
			continue;
		s->l->done[index] = 1;
		match_add(s->hits, p->phrase, MATCH_HOW_LOOSE, at, end);
	}
}

/* A phrase inside a long word that is none: "plshelpmenow". */
static void inside(const struct scan *s, size_t at)
{
	const struct word *w = &s->token[at].w;
	size_t i, k;

	if (s->token[at].known || w->n < JOIN_LETTERS + 2)
		return;
	for (i = 0; i < s->l->n; i++) {
		const struct pattern *p = &s->l->pattern[i];

		if (s->l->done[i] || p->n < 2 || p->joined_n < JOIN_LETTERS ||
			p->phrase->flags & (MATCH_EXACT | MATCH_ALONE | MATCH_WEAK))
			continue;
		for (k = 0; k + p->joined_n <= w->single_n; k++)
			if (same(w->single + k, p->joined_n, p->joined, p->joined_n)) {
				s->l->done[i] = 1;
				match_add(s->hits, p->phrase, MATCH_HOW_LOOSE, at, at + 1);
				break;
			}
	}
}

/* Spaces left out, spaces put in, and words spelled letter by letter. */
static void spaces_moved(const struct scan *s)
{
	uint16_t run[WORD_UNITS * 3];
	size_t at, k, n;

	for (at = 0; at < s->n; at++) {
		const struct word *w = &s->token[at].w;

		if (w->plain[0] > 0x24F)
			continue;
		if (w->n >= JOIN_LETTERS)
			joined(s, w->plain, w->n, at, at + 1);
		inside(s, at);
		for (n = 0, k = at; k < s->n && k < at + 3 && s->token[k].w.plain[0] <= 0x24F;
			k++) {
			memcpy(run + n, s->token[k].w.plain, s->token[k].w.n * sizeof(*run));
			n += s->token[k].w.n;
			if (k > at && n >= JOIN_LETTERS)
				joined(s, run, n, at, k + 1);
		}
		if (w->n > 1 || (at > 0 && s->token[at - 1].w.n == 1))
			continue;
		for (n = 0, k = at; k < s->n && n < WORD_UNITS * 3 && s->token[k].w.n == 1; k++)
			run[n++] = s->token[k].w.plain[0];
		if (n >= 3)
			joined(s, run, n, at, k);
	}
}

void match_latin_find(
	struct match_latin *l, const struct folded *t, enum lang lang, struct match_hits *hits)
{
	struct scan s = {l, NULL, 0, false, lang, hits};
	struct token *token;
	size_t at, mat, n, mn, count = 1, marked = 0;

	for (at = 0; at < t->words.n; at++)
		count += t->words.s[at] == ' ';
	token = xcalloc(count, sizeof(*token));
	for (at = mat = 0; (n = next_word(&t->words, &at)) > 0;) {
		mn = next_word(&t->marked, &mat);
		token_fill(l, &token[s.n], t, at - n, n, mat - mn, mn);
		marked += token[s.n++].marked;
	}
	s.token = token;
	s.marked = marked * 5 >= s.n * 2;
	memset(l->done, 0, l->n);
	sequences(&s);
	spaces_moved(&s);
	explicit_bzero(token, count * sizeof(*token));
	free(token);
}

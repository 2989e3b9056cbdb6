/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * match_script.c: phrases in scripts without spaces. Exact search walks the text once and looks up,
 * at each character, the patterns that begin with it; approximate search runs a bit-parallel
 * automaton (Myers 1999, with Hyyro's transpositions) for each pattern that the text's characters
 * allow.
 */
#include "text/match_impl.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

enum { STEM_UNITS = 4, NEAR_ONE = 6, NEAR_ANY = 8, NEAR_TWO = 12, NEAR_MAX = 64, IDS = 2048 };

struct piece {
	uint16_t *strict, *loose;
	size_t n, loose_n;
};

struct pattern {
	const struct phrase *phrase;
	struct piece piece[MATCH_PHRASE_PARTS];
	size_t pieces;
	bool stem;      /* counts only as a word of its own */
	unsigned slips; /* allowed */
	uint64_t bag;   /* hashed set of its characters */
};

struct first {
	uint16_t unit;
	uint32_t pattern;
};

struct match_script {
	struct fold *fold;
	UBreakIterator *breaker;
	struct pattern *pattern;
	size_t n;
	struct first *strict, *loose; /* sorted by unit */
	uint16_t *id;                 /* of each unit that patterns have, 1..ids-1; 0 for others */
	uint16_t ids;
	uint64_t at[IDS]; /* scratch of near(): where a pattern has the unit; all zero between */
	uint8_t *done;    /* scratch of find(): patterns hit */
};

/* The words of a text, made when the first stem asks. */
struct word_keys {
	struct folded *word;
	size_t n;
	bool made;
};

struct match_script *match_script_new(struct fold *f, struct err *err)
{
	static const uint16_t warm[] = {0x0E0A, 0x0E48, 0x0E27, 0x0E22, 0x20, 0x1787, 0x17BD,
		0x1799, 0x20, 0x0E8A, 0x0EC8, 0x0EA7, 0x0E8D, 0x20, 0x1000, 0x101A, 0x103A, 0x20,
		0x6551, 0x6211};
	UErrorCode status = U_ZERO_ERROR;
	struct match_script *s = xcalloc(1, sizeof(*s));

	s->fold = f;
	s->ids = 1;
	s->id = xcalloc(65536, sizeof(*s->id));
	s->breaker = ubrk_open(UBRK_WORD, "", warm, sizeof(warm) / sizeof(warm[0]), &status);
	if (U_FAILURE(status)) {
		err_set(err, "ICU has no word boundaries (%s): is libicu complete?",
			u_errorName(status));
		match_script_free(s);
		return NULL;
	}
	while (ubrk_next(s->breaker) != UBRK_DONE) /* opens the dictionaries of all five scripts */
		;
	return s;
}

void match_script_free(struct match_script *s)
{
	size_t i, k;

	if (s == NULL)
		return;
	for (i = 0; i < s->n; i++)
		for (k = 0; k < s->pattern[i].pieces; k++) {
			free(s->pattern[i].piece[k].strict);
			free(s->pattern[i].piece[k].loose);
		}
	if (s->breaker != NULL)
		ubrk_close(s->breaker);
	free(s->pattern);
	free(s->strict);
	free(s->loose);
	free(s->id);
	free(s->done);
	free(s);
}

static bool han(uint16_t c)
{
	return c >= 0x3400 && c <= 0x9FFF;
}

static uint64_t bag_of(const uint16_t *s, size_t n)
{
	uint64_t bag = 0;
	size_t i;

	for (i = 0; i < n; i++)
		bag |= UINT64_C(1) << (s[i] * 40503u >> 4 & 63);
	return bag;
}

/* False when there are too many different characters in all patterns: then this one gets no slips.
 */
static bool give_ids(struct match_script *s, const uint16_t *units, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (s->id[units[i]] == 0) {
			if (s->ids == IDS)
				return false;
			s->id[units[i]] = s->ids++;
		}
	return true;
}

void match_script_add(struct match_script *s, const struct phrase *p,
	const struct match_piece *piece, size_t pieces)
{
	struct pattern *pat;
	size_t i, total = 0;
	bool known = true;

	s->pattern = xrealloc(s->pattern, (s->n + 1) * sizeof(*s->pattern));
	pat = &s->pattern[s->n++];
	memset(pat, 0, sizeof(*pat));
	pat->phrase = p;
	pat->pieces = pieces;
	for (i = 0; i < pieces; i++) {
		const struct fold_key *strict = &piece[i].key.strict, *loose = &piece[i].key.loose;

		pat->piece[i] = (struct piece){xmemdup(strict->s, strict->n * sizeof(uint16_t)),
			xmemdup(loose->s, loose->n * sizeof(uint16_t)), strict->n, loose->n};
		total += strict->n;
		known &= give_ids(s, loose->s, loose->n);
	}
	pat->stem =
		pieces == 1 && total <= STEM_UNITS && !(total >= 2 && han(pat->piece[0].strict[0]));
	pat->bag = bag_of(pat->piece[0].loose, pat->piece[0].loose_n);
	/* What lowers urgency must be what was written. */
	if (known && pieces == 1 && !(p->flags & MATCH_EXACT) &&
		pat->piece[0].loose_n <= NEAR_MAX &&
		(p->kind <= MATCH_URGENT_LAST || p->kind == MATCH_STOP ||
			p->kind == MATCH_GREETING))
		pat->slips =
			pat->piece[0].loose_n >= NEAR_TWO ? 2 : pat->piece[0].loose_n >= NEAR_ONE;
}

static int by_unit(const void *a, const void *b)
{
	const struct first *x = a, *y = b;

	return x->unit != y->unit ? x->unit - y->unit
				  : (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

void match_script_ready(struct match_script *s)
{
	size_t i;

	s->strict = xcalloc(s->n, sizeof(*s->strict));
	s->loose = xcalloc(s->n, sizeof(*s->loose));
	s->done = xcalloc(s->n, 1);
	for (i = 0; i < s->n; i++) {
		const struct piece *p = &s->pattern[i].piece[0];

		s->strict[i] = (struct first){p->strict[0], (uint32_t)i};
		s->loose[i] = (struct first){p->loose_n > 0 ? p->loose[0] : 0, (uint32_t)i};
	}
	qsort(s->strict, s->n, sizeof(*s->strict), by_unit);
	qsort(s->loose, s->n, sizeof(*s->loose), by_unit);
}

static size_t range(const struct first *f, size_t n, uint16_t unit)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (f[mid].unit < unit)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool asat_behind(const struct fold_key *k, size_t at)
{
	return at + 1 < k->n && k->s[at] >= 0x1000 && k->s[at] <= 0x1021 && k->s[at + 1] == 0x103A;
}

/* Do whole syllables begin at `at` and end at `end`? What hangs on to a letter, or closes its
 * syllable, makes another word of it. */
static bool whole(const struct fold_key *k, size_t at, size_t end)
{
	uint16_t before = at > 0 ? k->s[at - 1] : 0, after = end < k->n ? k->s[end] : 0;

	if ((before >= 0x0E40 && before <= 0x0E44) || (before >= 0x0EC0 && before <= 0x0EC4) ||
		before == 0x17D2 || before == 0x1039)
		return false;
	if (after == 0)
		return true;
	if ((U_MASK(u_charType(after)) & U_GC_M_MASK) != 0 || asat_behind(k, end))
		return false;
	if (after == 0x0E30 ||
		after == 0x0E32) /* Thai a, aa behind a consonant, not behind a vowel */
		return k->s[end - 1] >= 0x0E30;
	if (after == 0x0EB0 || after == 0x0EB2)
		return k->s[end - 1] >= 0x0EB0;
	return true;
}

static bool same(const struct fold_key *k, size_t at, const uint16_t *s, size_t n)
{
	return n > 0 && at + n <= k->n && memcmp(k->s + at, s, n * sizeof(*s)) == 0;
}

/* Do the pieces of the pattern follow from `at`, each within a gap of the last? Sets `end`. */
static bool follows(
	const struct pattern *p, const struct fold_key *k, bool loose, size_t at, size_t *end)
{
	size_t i, from, to;

	for (i = 0; i < p->pieces; i++) {
		const uint16_t *s = loose ? p->piece[i].loose : p->piece[i].strict;
		size_t n = loose ? p->piece[i].loose_n : p->piece[i].n;

		to = i == 0 ? at : at + MATCH_GAP_UNITS;
		for (from = at; from <= to; from++)
			if (same(k, from, s, n) && whole(k, from, from + n))
				break;
		if (from > to)
			return false;
		at = from + n;
	}
	*end = at;
	return true;
}

static void make_words(struct match_script *s, const struct folded *t, struct word_keys *w)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t from = 0, to;
	size_t room = 0;

	w->made = true;
	ubrk_setText(s->breaker, t->raw.s, (int32_t)t->raw.n, &status);
	if (U_FAILURE(status))
		return;
	for (; (to = ubrk_next(s->breaker)) != UBRK_DONE; from = to) {
		if (w->n == room) {
			room = room ? room * 2 : 32;
			w->word = xrealloc(w->word, room * sizeof(*w->word));
		}
		memset(&w->word[w->n], 0, sizeof(*w->word));
		fold_units(s->fold, t->raw.s + from, (size_t)(to - from), &w->word[w->n++]);
	}
}

static void free_words(struct word_keys *w)
{
	while (w->n > 0)
		fold_done(&w->word[--w->n]);
	free(w->word);
}

static bool is_key(const struct fold_key *k, const uint16_t *s, size_t n)
{
	return k->n == n && memcmp(k->s, s, n * sizeof(*s)) == 0;
}

/* Is the stem a word by ICU's dictionary, two of them side by side, or set off by spaces? */
static bool is_word(struct match_script *s, const struct folded *t, struct word_keys *w,
	const struct piece *p, bool loose)
{
	const uint16_t *stem = loose ? p->loose : p->strict;
	size_t n = loose ? p->loose_n : p->n, i, from = 0;

	for (i = 0; i <= t->words.n; i++)
		if (i == t->words.n || t->words.s[i] == ' ') {
			if (!loose && i - from == n && memcmp(t->words.s + from, stem, n * 2) == 0)
				return true;
			from = i + 1;
		}
	if (!w->made)
		make_words(s, t, w);
	for (i = 0; i < w->n; i++) {
		const struct fold_key *k = loose ? &w->word[i].loose : &w->word[i].strict;
		const struct fold_key *next = i + 1 == w->n ? NULL
					      : loose       ? &w->word[i + 1].loose
							    : &w->word[i + 1].strict;

		if (is_key(k, stem, n))
			return true;
		if (next != NULL && k->n > 0 && k->n < n && next->n == n - k->n &&
			memcmp(k->s, stem, k->n * 2) == 0 &&
			memcmp(next->s, stem + k->n, next->n * 2) == 0)
			return true;
	}
	return false;
}

/* MATCH_ALONE: little else is in the text. */
static bool alone(const struct phrase *p, const struct fold_key *k, size_t at, size_t end)
{
	return !(p->flags & MATCH_ALONE) || k->n - (end - at) <= 5;
}

static void exact(struct match_script *s, const struct folded *t, bool loose, struct word_keys *w,
	struct match_hits *hits)
{
	const struct fold_key *k = loose ? &t->loose : &t->strict;
	const struct first *first = loose ? s->loose : s->strict;
	size_t at, i, end;

	for (at = 0; at < k->n; at++)
		for (i = range(first, s->n, k->s[at]); i < s->n && first[i].unit == k->s[at]; i++) {
			struct pattern *p = &s->pattern[first[i].pattern];

			if (s->done[first[i].pattern] ||
				(loose && p->phrase->flags & MATCH_EXACT) ||
				!follows(p, k, loose, at, &end) || !alone(p->phrase, k, at, end) ||
				(p->stem && !is_word(s, t, w, &p->piece[0], loose)))
				continue;
			s->done[first[i].pattern] = 1;
			match_add(hits, p->phrase, loose ? MATCH_HOW_LOOSE : MATCH_HOW_EXACT, at,
				end);
		}
}

/* The end of the first place in `text` (ids) that is within `slips` of the pattern and ends as it
 * does, or 0. */
static size_t near(struct match_script *s, const struct pattern *p, const uint16_t *text, size_t n)
{
	const uint16_t *pat = p->piece[0].loose;
	size_t m = p->piece[0].loose_n, i, score = m, end = 0;
	uint64_t vp = ~UINT64_C(0), vn = 0, d0 = 0, before = 0, pm, tr, hp, hn;
	uint64_t last = UINT64_C(1) << (m - 1);

	for (i = 0; i < m; i++)
		s->at[s->id[pat[i]]] |= UINT64_C(1) << i;
	for (i = 0; i < n && end == 0; i++) {
		pm = s->at[text[i]];
		tr = ((~d0 & pm) << 1) & before;
		d0 = (((pm & vp) + vp) ^ vp) | pm | vn | tr;
		hp = vn | ~(d0 | vp);
		hn = d0 & vp;
		score = score + ((hp & last) != 0) - ((hn & last) != 0);
		vp = hn << 1 | ~(d0 | hp << 1);
		vn = hp << 1 & d0;
		before = pm;
		if (score <= p->slips && text[i] == s->id[pat[m - 1]])
			end = i + 1;
	}
	for (i = 0; i < m; i++)
		s->at[s->id[pat[i]]] = 0;
	return end;
}

/* Is `longer` (n + 1 units) `shorter` with one unit put in? */
static bool one_more(const uint16_t *longer, const uint16_t *shorter, size_t n)
{
	size_t i;

	for (i = 0; i < n && longer[i] == shorter[i]; i++)
		;
	return memcmp(longer + i + 1, shorter + i, (n - i) * sizeof(*shorter)) == 0;
}

static bool two_swapped(const uint16_t *a, const uint16_t *b, size_t n)
{
	size_t i;

	for (i = 0; i < n && a[i] == b[i]; i++)
		;
	return i + 1 < n && a[i] == b[i + 1] && a[i + 1] == b[i] &&
	       memcmp(a + i + 2, b + i + 2, (n - i - 2) * sizeof(*a)) == 0;
}

/* In a short pattern one other character makes another word ("lock me up" is near "of mine" in Thai
 * and Lao); one too many, one too few or two swapped is a slip of the finger. */
static bool of_the_finger(const struct pattern *p, const struct fold_key *k, size_t end)
{
	const uint16_t *pat = p->piece[0].loose;
	size_t m = p->piece[0].loose_n;

	if (m >= NEAR_ANY)
		return true;
	return (end >= m + 1 && one_more(k->s + end - m - 1, pat, m)) ||
	       (end >= m && two_swapped(k->s + end - m, pat, m)) ||
	       (end + 1 >= m && one_more(pat, k->s + end + 1 - m, m - 1));
}

/* A slip may be anywhere but in the first character, nor (see near) in the last: "pay" is not a
 * slip of "die", nor "I want to report" of "I want to run". */
static bool begins(const struct pattern *p, const struct fold_key *k, size_t end)
{
	size_t m = p->piece[0].loose_n, at = end > m + p->slips ? end - m - p->slips : 0;

	for (; at < k->n && at + m <= end + p->slips; at++)
		if (k->s[at] == p->piece[0].loose[0])
			return true;
	return false;
}

static void approximate(struct match_script *s, const struct folded *t, struct match_hits *hits)
{
	const struct fold_key *k = &t->loose;
	uint16_t *text = xmalloc(k->n * sizeof(*text));
	uint64_t bag = bag_of(k->s, k->n);
	size_t i, end, m;

	for (i = 0; i < k->n; i++)
		text[i] = s->id[k->s[i]];
	for (i = 0; i < s->n; i++) {
		const struct pattern *p = &s->pattern[i];

		m = p->piece[0].loose_n;
		if (p->slips == 0 || s->done[i] || k->n + p->slips < m ||
			(unsigned)__builtin_popcountll(p->bag & ~bag) > p->slips)
			continue;
		end = near(s, p, text, k->n);
		if (end > 0 && begins(p, k, end) && of_the_finger(p, k, end) &&
			alone(p->phrase, k, end > m ? end - m : 0, end))
			match_add(hits, p->phrase, MATCH_HOW_NEAR, end > m ? end - m : 0, end);
	}
	explicit_bzero(text, k->n * sizeof(*text));
	free(text);
}

void match_script_find(struct match_script *s, const struct folded *t, struct match_hits *hits)
{
	struct word_keys words = {NULL, 0, false};
	size_t i;

	for (i = 0; i < t->strict.n && t->strict.s[i] < 0x250; i++)
		;
	if (i == t->strict.n) /* nothing but Latin */
		return;
	memset(s->done, 0, s->n);
	exact(s, t, false, &words, hits);
	exact(s, t, true, &words, hits);
	approximate(s, t, hits);
	free_words(&words);
}

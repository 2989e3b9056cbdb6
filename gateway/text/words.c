/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.c: a hash of words to sets of languages, filled once and then only read. */
#include "text/words.h"

#include "base/buf.h"
#include "text/tsv.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_UNITS = 20 };

struct slot {
	uint16_t word[WORD_UNITS];
	uint8_t n; /* 0: free */
	uint32_t langs;
};

struct words {
	struct slot *slot;
	size_t slots; /* a power of two */
	size_t used;
};

static struct slot *find(const struct words *w, const uint16_t *word, size_t n)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	size_t i;

	for (i = 0; i < n; i++)
		hash = (hash ^ word[i]) * 16777619u;
	for (i = hash & (w->slots - 1);; i = (i + 1) & (w->slots - 1)) {
		struct slot *s = &w->slot[i];

		if (s->n == 0 || (s->n == n && memcmp(s->word, word, n * sizeof(*word)) == 0))
			return s;
	}
}

static void grow(struct words *w)
{
	struct words big = {xcalloc(w->slots * 2, sizeof(*w->slot)), w->slots * 2, w->used};
	size_t i;

	for (i = 0; i < w->slots; i++)
		if (w->slot[i].n > 0)
			*find(&big, w->slot[i].word, w->slot[i].n) = w->slot[i];
	free(w->slot);
	*w = big;
}

static void add(struct words *w, const uint16_t *word, size_t n, uint32_t lang)
{
	struct slot *s;

	if (n == 0 || n > WORD_UNITS)
		return;
	if (w->used * 2 >= w->slots)
		grow(w);
	s = find(w, word, n);
	if (s->n == 0) {
		memcpy(s->word, word, n * sizeof(*word));
		s->n = (uint8_t)n;
		w->used++;
	}
	s->langs |= lang;
}

static void add_line(struct words *w, struct fold *f, const char *list, uint32_t lang)
{
	struct folded t;
	size_t at, from = 0;

	fold_text(f, list, strlen(list), FOLD_AS_UNICODE, &t);
	for (at = 0; at <= t.words.n; at++)
		if (at == t.words.n || t.words.s[at] == ' ') {
			add(w, t.words.s + from, at - from, lang);
			from = at + 1;
		}
	fold_done(&t);
}

struct words *words_load(const char *path, struct fold *f, struct err *err)
{
	struct words *w = xcalloc(1, sizeof(*w));
	struct tsv t;
	bool romanised;
	enum lang lang;
	int got = -1;

	w->slots = 4096;
	w->slot = xcalloc(w->slots, sizeof(*w->slot));
	if (tsv_open(&t, path, err) == 0) {
		while ((got = tsv_next(&t, err)) > 0) {
			lang = lang_parse(t.field[0], &romanised);
			if (lang == LANG_UND || t.n < 2) {
				got = tsv_fail(&t, err, "want a language, a tab, and words");
				break;
			}
			add_line(w, f, t.field[1], WORDS_BIT(lang, romanised));
		}
		tsv_close(&t);
	}
	if (got == 0)
		return w;
	words_free(w);
	return NULL;
}

void words_free(struct words *w)
{
	if (w == NULL)
		return;
	free(w->slot);
	free(w);
}

uint32_t words_find(const struct words *w, const uint16_t *word, size_t n)
{
	return n == 0 || n > WORD_UNITS ? 0 : find(w, word, n)->langs;
}

size_t words_leet(uint16_t *out, const uint16_t *word, size_t n)
{
	static const char letters[] = "oizeasgtbg"; /* 0 1 2 3 4 5 6 7 8 9 */
	size_t i, digits = 0;

	for (i = 0; i < n; i++) {
		out[i] = word[i];
		if (word[i] >= '0' && word[i] <= '9') {
			out[i] = (uint16_t)letters[word[i] - '0'];
			digits++;
		} else if (word[i] < 'a' || word[i] > 'z') {
			return 0;
		}
	}
	return digits > 0 && digits < n ? n : 0;
}

static bool vowel(uint16_t c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y' || c == 'w';
}

/* Vietnamese keys without an input method. Telex: a vowel doubled or with w behind it has a mark,
 * dd is d with stroke, and s f r x j behind the vowel are tones; VNI has digits for the same. What
 * is left when they are taken out is the word without marks. */
size_t words_telex(uint16_t *out, const uint16_t *word, size_t n)
{
	size_t i, len = 0, taken = 0;
	bool seen = false;

	for (i = 0; i < n; i++) {
		uint16_t c = word[i], last = len > 0 ? out[len - 1] : 0;

		if (c >= '1' && c <= '9' && len > 0) {
			taken++;
			continue;
		}
		if (c < 'a' || c > 'z')
			return 0;
		if ((c == last && (c == 'a' || c == 'e' || c == 'o' || c == 'd')) ||
			(c == 'w' && vowel(last)) ||
			(seen && (c == 's' || c == 'f' || c == 'r' || c == 'x' || c == 'j'))) {
			taken++;
			continue;
		}
		if (c == 'w')
			taken++;
		seen |= vowel(c);
		out[len++] = c == 'w' ? 'u' : c;
	}
	return taken > 0 && len >= 2 ? len : 0;
}

size_t words_single(uint16_t *out, const uint16_t *word, size_t n)
{
	size_t i, len = 0;

	for (i = 0; i < n; i++)
		if (len == 0 || word[i] != out[len - 1])
			out[len++] = word[i];
	return len;
}

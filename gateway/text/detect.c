/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detect.c: script first, then words. Scores are sums of small weights, so that each word of a text
 * speaks as loudly as it is telling: a word that three languages share gives a third to each.
 */
#include "text/detect.h"

#include "text/zawgyi.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

/* What hints add to words: less than any word that speaks for one language alone. */
#define STORED_WEIGHT  0.30
#define COUNTRY_WEIGHT 0.20

#define VIETNAMESE_MARK 0.7
#define SHARED_MARK     0.25
#define PINYIN_MARK     0.5
#define TELEX_WEIGHT    0.6

/* What the letters of a text are. */
struct census {
	size_t letters[LANG_COUNT]; /* of scripts that tell a language */
	size_t latin, fullwidth_digits, shan_digits, shan, karen;
};

static enum lang lang_of_script(UScriptCode s)
{
	switch (s) {
	case USCRIPT_KHMER:
		return LANG_KM;
	case USCRIPT_LAO:
		return LANG_LO;
	case USCRIPT_THAI:
		return LANG_TH;
	case USCRIPT_MYANMAR:
		return LANG_MY;
	case USCRIPT_HAN:
	case USCRIPT_BOPOMOFO:
		return LANG_ZH;
	default:
		return LANG_UND;
	}
}

static void count(const struct fold_key *raw, struct census *n)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t i = 0;
	UChar32 c;

	memset(n, 0, sizeof(*n));
	while (i < raw->n) {
		U16_NEXT(raw->s, i, raw->n, c);
		if (c < 0x80) {
			n->latin += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
			continue;
		}
		n->latin += u_isalpha(c) && uscript_getScript(c, &status) == USCRIPT_LATIN;
		n->letters[lang_of_script(uscript_getScript(c, &status))]++;
		/* Input methods for Chinese give these; others in the region do not. */
		n->fullwidth_digits += (c >= 0xFF10 && c <= 0xFF19) || (c >= 0x2460 && c <= 0x249B);
		n->shan_digits += c >= 0x1090 && c <= 0x1099;
		n->shan += (c >= 0x1075 && c <= 0x108D) || c == 0x1022;
		n->karen += c >= 0x1061 && c <= 0x1070;
	}
}

/* Unicode Burmese has none of the letters of its neighbours (Zawgyi has, but was converted). */
static enum lang of_myanmar(const struct census *n, const struct folded *t)
{
	if (zawgyi_letters(t->raw.s, t->raw.n) == ZAWGYI_LETTERS_SHAN)
		return LANG_SHN;
	if (zawgyi_letters(t->raw.s, t->raw.n) == ZAWGYI_LETTERS_KAREN)
		return LANG_KSW;
	if (t->myanmar == FOLD_MYANMAR_UNICODE && n->letters[LANG_MY] > 0) {
		if (n->shan > n->karen || n->shan_digits == n->letters[LANG_MY])
			return LANG_SHN;
		if (n->karen > 0)
			return LANG_KSW;
	}
	return LANG_MY;
}

struct scores {
	double native[LANG_COUNT], roman[LANG_COUNT];
};

static unsigned bits(uint32_t v)
{
	return (unsigned)__builtin_popcount(v);
}

static void add(struct scores *s, uint32_t langs, double weight)
{
	unsigned l;

	if (langs == 0)
		return;
	weight /= bits(langs);
	for (l = 1; l < LANG_COUNT; l++) {
		if (langs & WORDS_BIT(l, false))
			s->native[l] += weight;
		if (langs & WORDS_BIT(l, true))
			s->roman[l] += weight;
	}
}

static void score_word(const struct words *w, const uint16_t *word, size_t n, struct scores *s)
{
	uint16_t other[32];
	uint32_t langs = words_find(w, word, n);
	size_t len;

	if (langs != 0) {
		add(s, langs, 1);
		return;
	}
	if (n > 32)
		return;
	len = words_leet(other, word, n);
	if (len > 0)
		add(s, words_find(w, other, len), 1);
	len = words_telex(other, word, n);
	if (len > 0 && words_find(w, other, len) & WORDS_BIT(LANG_VI, false))
		s->native[LANG_VI] += TELEX_WEIGHT;
}

static void score_marks(const struct fold_key *marked, struct scores *s)
{
	size_t i;

	for (i = 0; i < marked->n; i++)
		switch (marked->s[i]) {
		case 0x0111: /* d with stroke, breve, hook, horn, dot below, tilde, circumflex */
		case 0x0306:
		case 0x0309:
		case 0x031B:
		case 0x0323:
		case 0x0303:
		case 0x0302:
			s->native[LANG_VI] += VIETNAMESE_MARK;
			break;
		case 0x0300: /* grave, acute */
		case 0x0301:
			s->native[LANG_VI] += SHARED_MARK;
			break;
		case 0x0304: /* macron, caron */
		case 0x030C:
			s->roman[LANG_ZH] += PINYIN_MARK;
			break;
		default:
			break;
		}
}

static void score_hint(struct scores *s, enum lang l, double weight)
{
	if (l == LANG_UND)
		return;
	if (s->native[l] > 0)
		s->native[l] += weight;
	if (s->roman[l] > 0)
		s->roman[l] += weight;
}

/* The best of the scores; `lang` is LANG_UND when nothing spoke for any. */
static struct detected best(const struct scores *s)
{
	struct detected d = {LANG_UND, false, 0};
	double first = 0, second = 0, v;
	int l, roman;

	for (roman = 0; roman < 2; roman++) /* native first: it wins a tie */
		for (l = 1; l < LANG_COUNT; l++) {
			v = roman ? s->roman[l] : s->native[l];
			if (v > first) {
				second = first;
				first = v;
				d.lang = (enum lang)l;
				d.romanised = roman != 0;
			} else if (v > second) {
				second = v;
			}
		}
	if (first > 0)
		d.confidence = (first - second) / first * (first < 1.5 ? first / 1.5 : 1);
	return d;
}

static struct detected of_latin(
	const struct words *w, const struct folded *t, enum lang stored, enum lang country)
{
	struct scores s;
	size_t at, from = 0;

	memset(&s, 0, sizeof(s));
	for (at = 0; at <= t->words.n; at++)
		if (at == t->words.n || t->words.s[at] == ' ') {
			score_word(w, t->words.s + from, at - from, &s);
			from = at + 1;
		}
	score_marks(&t->marked, &s);
	score_hint(&s, stored, STORED_WEIGHT);
	score_hint(&s, country, COUNTRY_WEIGHT);
	return best(&s);
}

struct detected detect_lang(
	const struct words *w, const struct folded *t, enum lang stored, enum lang country)
{
	struct detected d = {LANG_UND, false, 0};
	struct census n;
	size_t most = 0;
	int l;

	count(&t->raw, &n);
	for (l = 1; l < LANG_COUNT; l++)
		if (n.letters[l] > most) {
			most = n.letters[l];
			d.lang = (enum lang)l;
			d.confidence = most >= 2 ? 0.95 : 0.8;
		}
	if (d.lang == LANG_MY)
		d.lang = of_myanmar(&n, t);
	if (d.lang == LANG_UND && n.latin > 0)
		d = of_latin(w, t, stored, country);
	if (d.lang != LANG_UND)
		return d;
	d.lang = stored != LANG_UND ? stored : country;
	if (d.lang != LANG_UND) {
		d.confidence = stored != LANG_UND ? 0.5 : 0.3;
	} else if (n.fullwidth_digits > 0) {
		d.lang = LANG_ZH;
		d.confidence = 0.3;
	} else if (n.latin > 0) { /* letters of no word we know: the language most share */
		d.lang = LANG_EN;
		d.confidence = 0.1;
	}
	return d;
}

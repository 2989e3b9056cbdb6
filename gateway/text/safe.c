/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * safe.c: where a text of the region may be cut. Grapheme clusters are not enough: a seventh of
 * their Khmer boundaries fall after a coeng, a third of the Burmese ones before an asat syllable's
 * end, a fifth of the Thai and Lao ones behind a leading vowel (docs/LANGUAGE.md).
 */
#include "text/split.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

enum { COENG = 0x17D2, VIRAMA_MY = 0x1039, ASAT = 0x103A, DOT_BELOW = 0x1037, ZWJ = 0x200D };

static bool leading_vowel(UChar32 c)
{
	return (c >= 0x0E40 && c <= 0x0E44) || (c >= 0x0EC0 && c <= 0x0EC4);
}

/* Letters by category that are read with the letter before them: vowels written behind, and the
 * marks of repetition. */
static bool trailing_letter(UChar32 c)
{
	switch (c) {
	case 0x0E2F: /* Thai paiyannoi, sara a, aa, am, lakkhangyao, mai yamok */
	case 0x0E30:
	case 0x0E32:
	case 0x0E33:
	case 0x0E45:
	case 0x0E46:
	case 0x0EAF: /* Lao ellipsis, a, aa, am, nyo, ko la */
	case 0x0EB0:
	case 0x0EB2:
	case 0x0EB3:
	case 0x0EBD:
	case 0x0EC6:
	case 0x17D7: /* Khmer lek too */
		return true;
	default:
		return false;
	}
}

static bool attached(UChar32 c)
{
	switch (u_getIntPropertyValue(c, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
	case U_GCB_EXTEND:
	case U_GCB_SPACING_MARK:
	case U_GCB_ZWJ:
	case U_GCB_V: /* Hangul by single letters */
	case U_GCB_T:
		return true;
	default:
		return (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0 || c == 0x200C ||
		       trailing_letter(c) || (c >= 0x1F3FB && c <= 0x1F3FF) ||
		       (c >= 0xE0020 && c <= 0xE007F);
	}
}

static bool regional(UChar32 c)
{
	return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* Flags are pairs of regional indicators: a cut behind an odd one tears one in two. */
static bool inside_flag(const uint16_t *text, size_t at)
{
	size_t i = at, odd = 0;
	UChar32 c;

	while (i >= 2) {
		U16_PREV(text, 0, i, c);
		if (!regional(c))
			break;
		odd ^= 1;
	}
	return odd != 0;
}

/* Does an asat or a virama close the Burmese consonant at `at`, so that it belongs to the syllable
 * before? Dot below may come between, in either order of typing. */
static bool closes_syllable(const uint16_t *text, size_t n, size_t at)
{
	if (text[at] < 0x1000 || (text[at] > 0x1021 && text[at] != 0x103F && text[at] < 0x1050) ||
		text[at] > 0x109F)
		return false;
	at++;
	if (at < n && text[at] == DOT_BELOW)
		at++;
	return at < n && (text[at] == ASAT || text[at] == VIRAMA_MY);
}

/* Zawgyi writes the vowel e and the medial ra before their consonant, with code points that Unicode
 * text has behind one. Which it is cannot be told from three letters, so no cut comes behind them.
 */
static bool zawgyi_leading(UChar32 before, UChar32 after)
{
	return after >= 0x1000 && after <= 0x1021 &&
	       (before == 0x1031 || before == 0x103B || (before >= 0x107E && before <= 0x1084));
}

bool split_safe(const uint16_t *text, size_t n, size_t at)
{
	size_t i;
	UChar32 before, after;

	if (at == 0 || at >= n)
		return true;
	if (U16_IS_TRAIL(text[at]) && U16_IS_LEAD(text[at - 1]))
		return false;
	i = at;
	U16_PREV(text, 0, i, before);
	i = at;
	U16_NEXT(text, i, n, after);
	if (before == '\r' && after == '\n')
		return false;
	if (before == COENG || before == VIRAMA_MY || before == ZWJ || leading_vowel(before))
		return false;
	if (attached(after) || zawgyi_leading(before, after) || closes_syllable(text, n, at))
		return false;
	return !(regional(before) && regional(after) && inside_flag(text, at));
}

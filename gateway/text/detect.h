/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * detect: which language a short text is in.
 *
 * One letter of Khmer, Lao, Thai, Myanmar or Han outranks any amount of Latin, since names and
 * brands are Latin everywhere. Myanmar script is told apart into Shan, S'gaw Karen and Burmese by
 * letters. Latin script is scored by lists of words (menus/phrases/words.tsv), which hold the
 * romanised languages too. Where the text says little, the person's stored language and the
 * number's country decide; with neither, digits and emoji are `und`.
 */
#ifndef TEXT_DETECT_H
#define TEXT_DETECT_H

#include "text/fold.h"

#include <stdbool.h>

/* Languages by ISO 639: the order is that of the tables. */
enum lang {
	LANG_UND,
	LANG_KM,
	LANG_LO,
	LANG_TH,
	LANG_VI,
	LANG_MY,
	LANG_ZH,
	LANG_EN,
	LANG_SHN,
	LANG_KSW,
	LANG_HMN,
	LANG_MS,
	LANG_ID,
	LANG_TL,
	LANG_COUNT
};

const char *lang_name(enum lang l);
/* Reads "th" or "th-Latn" (then `*romanised`, may be NULL, is set); LANG_UND for what is unknown.
 */
enum lang lang_parse(const char *s, bool *romanised);
/* The first language of a country, "KH" or "kh"; LANG_UND for others. */
enum lang lang_of_country(const char *cc);

struct detected {
	enum lang lang;
	bool romanised;    /* an Asian language in Latin letters without being native so */
	double confidence; /* 0..1; below 0.4 a menu had better ask */
};

struct words;

/* Loads menus/phrases/words.tsv: `lang` TAB words. */
struct words *words_load(const char *path, struct err *err);
void words_free(struct words *w);
/* The languages that have the word, as bits 1<<lang, and 1<<(lang+16) where romanised; 0 = unknown.
 */
uint32_t words_find(const struct words *w, const uint16_t *word, size_t n);

struct detected detect_lang(
	const struct words *w, const struct folded *t, enum lang stored, enum lang country);

#endif

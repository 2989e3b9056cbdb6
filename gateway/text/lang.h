/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lang: the languages that people of the region write to us in. */
#ifndef TEXT_LANG_H
#define TEXT_LANG_H

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

#endif

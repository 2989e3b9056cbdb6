/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digits: a menu choice in any script.
 *
 * A message is a choice when all of it is [prefix] number [particle]: "2", "no. 3", "ข้อ ๒ ค่ะ",
 * "第三", "❷", a Burmese letter wa alone (0). Digits inside a sentence are never a choice: "im 15",
 * "3pm", "1 or 2", "1.5", a hotline's number. Words are listed in menus/phrases/choices.tsv.
 */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include "base/err.h"
#include "text/detect.h"
#include "text/fold.h"

struct choices;

/* Loads choices.tsv: lang TAB word TAB number:N | prefix | suffix TAB flags. */
struct choices *choices_load(const char *path, struct fold *f, struct err *err);
void choices_free(struct choices *c);

/* The number 0..99, or -1. `likely` settles words that are numbers in several languages.
 * `*word_lang` (may be NULL) is set to the language of a number word, LANG_UND for digits. */
int digits_choice(
	const struct choices *c, const struct folded *t, enum lang likely, enum lang *word_lang);

/* The value 0..99 of a single digit-like character outside NFKC's reach (❷ ⓵ 🔟 ៣ Ⅲ 〥), or -1. */
int digits_of_char(uint32_t ch);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digits: a menu choice in any script.
 *
 * A message is a choice when all of it is [prefix] number [particle]: "2", "no. 3", "ข้อ ๒ ค่ะ",
 * "第三", "❷", a Burmese letter wa alone (0). Digits inside a sentence are never a choice: "im 15",
 * "3pm", "1 or 2", "1.5", "$5", "<3", a hotline's number. Words are listed in
 * menus/phrases/choices.tsv.
 */
#ifndef TEXT_DIGITS_H
#define TEXT_DIGITS_H

#include "base/err.h"
#include "text/fold.h"
#include "text/lang.h"

#include <stdbool.h>

struct choices;

/* Loads choices.tsv: language TAB number:N | prefix | suffix TAB form, form ... TAB flags. */
struct choices *choices_load(const char *path, struct fold *f, struct err *err);
void choices_free(struct choices *c);

struct digits_said {
	int number;     /* 0..99, or -1: the text is no choice */
	enum lang lang; /* of the word or affix that was used; LANG_UND for bare digits */
	bool romanised;
};

/* `likely` settles words that are numbers in several languages. */
struct digits_said digits_choice(const struct choices *c, const struct folded *t, enum lang likely);

/* The value 0..99 of a single character outside NFKC's reach (❷ ⓵ 🔟 ៣ Ⅲ 〥), or -1. */
int digits_of_char(uint32_t ch);

#endif

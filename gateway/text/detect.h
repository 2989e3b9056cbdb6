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
#include "text/lang.h"
#include "text/words.h"

#include <stdbool.h>

struct detected {
	enum lang lang;
	bool romanised;    /* an Asian language in Latin letters without being native so */
	double confidence; /* 0..1; below 0.4 a menu had better ask */
};

struct detected detect_lang(
	const struct words *w, const struct folded *t, enum lang stored, enum lang country);

#endif

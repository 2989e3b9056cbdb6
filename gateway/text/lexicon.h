/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon: what text_lexicon_load puts together; for the files of this folder only. */
#ifndef TEXT_LEXICON_H
#define TEXT_LEXICON_H

#include "text/digits.h"
#include "text/fold.h"
#include "text/match.h"
#include "text/understand.h"
#include "text/words.h"

struct text_lexicon {
	struct fold *fold;
	struct words *words;
	struct choices *choices;
	struct matcher *matcher;
};

/* As text_lexicon_load, with phrases read elsewhere, which are taken over. */
struct text_lexicon *lexicon_build(const char *dir, struct phrases *take, struct err *err);

#endif

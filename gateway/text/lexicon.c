/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lexicon.c: loading and warming up. After it, no file is opened and ICU's data is mapped and
 * touched. */
#include "text/lexicon.h"

#include "base/buf.h"
#include "text/split.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int in_folder(char path[PATH_MAX], const char *dir, const char *name, struct err *err)
{
	if ((size_t)snprintf(path, PATH_MAX, "%s/%s", dir, name) >= PATH_MAX)
		return err_set(err, "%s: the path is too long", dir);
	return 0;
}

/* One text of each script through everything, and through the splitter, which opens line breaking.
 */
static void warm(const struct text_lexicon *lx)
{
	static const char text[] = "Help ช่วยด้วย ຊ່ວຍແດ່ ជួយផង ကယ်ပါ ကယ္ပါ 救救我 護照 cứu tôi "
				   "1️⃣ "
				   "❷ "
				   "ช่วยด้วย ຊ່ວຍແດ່ ជួយផង ကယ်ပါ 救救我 "
				   "1️⃣ "
				   "❷";
	struct understanding u;

	text_understand(lx, text, sizeof(text) - 1, NULL, &u);
	split_count(text, sizeof(text) - 1, &split_sms);
}

struct text_lexicon *lexicon_build(const char *dir, struct phrases *take, struct err *err)
{
	struct text_lexicon *lx = xcalloc(1, sizeof(*lx));
	char path[PATH_MAX];

	if ((lx->fold = fold_open(err)) != NULL && in_folder(path, dir, "words.tsv", err) == 0 &&
		(lx->words = words_load(path, lx->fold, err)) != NULL &&
		in_folder(path, dir, "choices.tsv", err) == 0 &&
		(lx->choices = choices_load(path, lx->fold, err)) != NULL)
		lx->matcher = matcher_new(take, lx->fold, lx->words, err);
	phrases_free(take);
	if (lx->matcher != NULL)
		return lx;
	text_lexicon_free(lx);
	return NULL;
}

struct text_lexicon *text_lexicon_load(const char *dir, struct err *err)
{
	struct phrases p;
	struct text_lexicon *lx;

	if (phrases_load(&p, dir, err) < 0)
		return NULL;
	lx = lexicon_build(dir, &p, err);
	if (lx != NULL)
		warm(lx);
	return lx;
}

void text_lexicon_free(struct text_lexicon *lx)
{
	if (lx == NULL)
		return;
	matcher_free(lx->matcher);
	choices_free(lx->choices);
	words_free(lx->words);
	fold_close(lx->fold);
	free(lx);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree_texts.c: the words of a tree. Translators touch these files alone, so nothing in them can
 * lead anywhere: a text has words, a revision and a reviewer, and no target.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "menu/node.h"
#include "text/utf.h"

/* Words that a phone can show and that break no line of a log. */
int tree_check_words(struct setting_file *f, const config_setting_t *at, const char *words)
{
	size_t n = strlen(words);
	const char *c;

	if (n == 0)
		return setting_bad(f, at, "the text is empty; write it");
	if (n > MENU_TEXT_MAX)
		return setting_bad(f, at, "the text has %zu octets, more than %d; shorten it", n,
			MENU_TEXT_MAX);
	if (!utf8_valid(words, n))
		return setting_bad(f, at, "the text is not UTF-8; save the file as UTF-8");
	for (c = words; *c != '\0'; c++)
		if (((unsigned char)*c < ' ' && *c != '\n') || *c == 0x7F)
			return setting_bad(
				f, at, "the text has a control character; only \\n may be there");
	return 0;
}

static bool is_text_id(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n < MENU_ID_MAX && s[0] >= 'A' && s[0] <= 'Z' &&
	       strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == n;
}

int tree_text_find(const struct menu_tree *t, const char *id)
{
	int low = 0, high = t->n_texts - 1;

	while (low <= high) {
		int mid = (low + high) / 2, order = strcmp(id, t->texts[mid].id);

		if (order == 0)
			return mid;
		if (order < 0)
			high = mid - 1;
		else
			low = mid + 1;
	}
	return -1;
}

static int text_order(const void *a, const void *b)
{
	return strcmp(((const struct menu_text *)a)->id, ((const struct menu_text *)b)->id);
}

/* One `ID = { revision = 1; reviewed = "no"; text = "..."; };` */
static int read_text(
	struct setting_file *f, const config_setting_t *s, struct menu_text *out, int l)
{
	static const char *const keys[] = {"revision", "reviewed", "text", NULL};
	const char *id = config_setting_name(s), *words, *reviewed;
	int revision;

	if (!is_text_id(id))
		return setting_bad(f, s,
			"\"%.40s\" is no text id; write capitals, digits and _, at most %d", id,
			MENU_ID_MAX - 1);
	if (!config_setting_is_group(s))
		return setting_bad(f, s,
			"a text is %s = { revision = 1; reviewed = \"no\"; text = "
			"\"...\"; };",
			id);
	if (setting_keys(f, s, "a text", keys) < 0 ||
		setting_int(f, s, "revision", SETTING_MUST, 1, 1000000, &revision) < 0 ||
		setting_string(f, s, "reviewed", SETTING_MUST, &reviewed) < 0 ||
		setting_string(f, s, "text", SETTING_MUST, &words) < 0 ||
		tree_check_words(f, config_setting_get_member(s, "text"), words) < 0)
		return -1;
	if (*reviewed == '\0')
		return setting_bad(f, config_setting_get_member(s, "reviewed"),
			"\"reviewed\" is empty; write who reviewed the text, or \"no\"");
	memcpy(out->id, id, strlen(id) + 1);
	out->words[l] = xstrdup(words);
	return 0;
}

/* Room for the texts of the fallback language, which is read first and says which texts there are.
 */
static int make_room(struct menu_tree *t, struct setting_file *f, const config_setting_t *texts)
{
	int n = config_setting_length(texts);

	if (n > TREE_TEXTS_MAX)
		return setting_bad(f, texts, "more than %d texts; split the tree", TREE_TEXTS_MAX);
	t->texts = xcalloc((size_t)n + 1, sizeof(*t->texts));
	return 0;
}

static int keep_text(struct menu_tree *t, struct setting_file *f, const config_setting_t *s, int l)
{
	struct menu_text new = {{0}, {NULL}};
	int at;

	if (read_text(f, s, &new, l) < 0)
		return -1;
	if (l == t->fallback) {
		t->texts[t->n_texts++] = new;
		return 0;
	}
	at = tree_text_find(t, new.id);
	if (at < 0) {
		free(new.words[l]);
		return setting_bad(f, s, "the text %s is not in text.%s.conf; add it there first",
			new.id, t->langs[t->fallback].code);
	}
	t->texts[at].words[l] = new.words[l];
	return 0;
}

int tree_read_texts(struct menu_tree *t, int l, struct setting_file *f)
{
	static const char *const keys[] = {"lang", "name", "names", "texts", NULL};
	config_setting_t *root = setting_root(f), *texts;
	int i;

	if (setting_keys(f, root, "a text file", keys) < 0 || tree_read_names(t, l, f) < 0)
		return -1;
	texts = config_setting_get_member(root, "texts");
	if (texts == NULL || !config_setting_is_group(texts))
		return setting_bad(f, texts != NULL ? texts : root,
			"texts = { MAIN = { ... }; ... }; is missing; add it");
	if (l == t->fallback && make_room(t, f, texts) < 0)
		return -1;
	for (i = 0; i < config_setting_length(texts); i++)
		if (keep_text(t, f, config_setting_get_elem(texts, (unsigned int)i), l) < 0)
			return -1;
	if (l == t->fallback)
		qsort(t->texts, (size_t)t->n_texts, sizeof(*t->texts), text_order);
	for (i = 0; i < t->n_texts; i++)
		if (t->texts[i].words[l] == NULL)
			return setting_bad(f, texts,
				"the text %s is missing; translate it from text.%s.conf",
				t->texts[i].id, t->langs[t->fallback].code);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree_langs.c: the languages of a tree: which there are, what they are called, and how a person
 * asks for one.
 */
#include <string.h>

#include "base/buf.h"
#include "menu/node.h"

int tree_lang_find(const struct menu_tree *t, const char *code)
{
	int i;

	for (i = 0; i < t->n_langs; i++)
		if (strcmp(t->langs[i].code, code) == 0)
			return i;
	return -1;
}

bool menu_word(char out[WORD_MAX], const char *text)
{
	static const char around[] = " \t\r\n.,;:!?'\"()-*#";
	size_t n = 0;
	bool blank = false;

	for (text += strspn(text, around); *text != '\0'; text++) {
		char c = *text;

		if (strchr(" \t\r\n", c) != NULL) {
			blank = true;
			continue;
		}
		if (n + 2 >= WORD_MAX)
			return false;
		if (blank)
			out[n++] = ' ';
		blank = false;
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	while (n > 0 && strchr(around, out[n - 1]) != NULL)
		n--;
	out[n] = '\0';
	return n > 0;
}

int tree_lang_named(const struct menu_tree *t, const char *text)
{
	char word[WORD_MAX];
	int i, k;

	if (!menu_word(word, text))
		return -1;
	for (i = 0; i < t->n_langs; i++)
		for (k = 0; k < t->langs[i].n_words; k++)
			if (strcmp(t->langs[i].words[k], word) == 0)
				return i;
	return -1;
}

static bool is_code(const char *s)
{
	size_t n = strlen(s);

	return n >= 2 && n <= 3 && strspn(s, "abcdefghijklmnopqrstuvwxyz") == n;
}

static const char *const tree_keys[] = {"languages", "fallback", "start", "language", "human",
	"stop", "erase", "urgent", "unclear", "nodes", NULL};

int tree_read_langs(struct menu_tree *t, struct setting_file *f)
{
	const char *codes[MENU_LANGS_MAX], *fallback;
	config_setting_t *root = setting_root(f), *at;
	int i, n = 0;

	if (setting_keys(f, root, "a tree", tree_keys) < 0 ||
		setting_strings(f, root, "languages", SETTING_MUST, codes, MENU_LANGS_MAX, &n) <
			0 ||
		setting_string(f, root, "fallback", SETTING_MUST, &fallback) < 0)
		return -1;
	at = config_setting_get_member(root, "languages");
	if (n == 0)
		return setting_bad(f, at, "\"languages\" is empty; name at least one");
	for (i = 0; i < n; i++) {
		if (!is_code(codes[i]))
			return setting_bad(f, at,
				"\"%.20s\" is no language code; write it as \"km\" or \"shn\"",
				codes[i]);
		if (tree_lang_find(t, codes[i]) >= 0)
			return setting_bad(f, at, "\"%s\" is there twice; take one out", codes[i]);
		memcpy(t->langs[i].code, codes[i], strlen(codes[i]) + 1);
		t->n_langs++;
	}
	t->fallback = tree_lang_find(t, fallback);
	if (t->fallback < 0)
		return setting_bad(f, config_setting_get_member(root, "fallback"),
			"\"%.20s\" is not in \"languages\"; add it there or name another",
			fallback);
	return 0;
}

static int add_word(struct menu_tree *t, struct setting_file *f, const config_setting_t *at, int l,
	const char *s)
{
	struct menu_lang *lang = &t->langs[l];
	char word[WORD_MAX];
	int other;

	if (tree_check_words(f, at, s) < 0)
		return -1;
	if (!menu_word(word, s))
		return setting_bad(
			f, at, "a word for the language must have 1 to %d octets", WORD_MAX - 2);
	other = tree_lang_named(t, word);
	if (other == l)
		return 0;
	if (other >= 0)
		return setting_bad(f, at, "\"%s\" means \"%s\" already; take it out of one", word,
			t->langs[other].code);
	lang->words = xrealloc(lang->words, (size_t)(lang->n_words + 1) * sizeof(*lang->words));
	lang->words[lang->n_words++] = xstrdup(word);
	return 0;
}

int tree_read_names(struct menu_tree *t, int l, struct setting_file *f)
{
	enum { NAMES_MAX = 32 };
	config_setting_t *root = setting_root(f);
	const char *lang, *name, *names[NAMES_MAX];
	int i, n = 0;

	if (setting_string(f, root, "lang", SETTING_MUST, &lang) < 0 ||
		setting_string(f, root, "name", SETTING_MUST, &name) < 0 ||
		setting_strings(f, root, "names", SETTING_MAY, names, NAMES_MAX, &n) < 0)
		return -1;
	if (strcmp(lang, t->langs[l].code) != 0)
		return setting_bad(f, config_setting_get_member(root, "lang"),
			"the file is text.%s.conf, but \"lang\" says \"%.20s\"; make them agree",
			t->langs[l].code, lang);
	if (add_word(t, f, config_setting_get_member(root, "name"), l, name) < 0 ||
		add_word(t, f, config_setting_get_member(root, "lang"), l, lang) < 0)
		return -1;
	for (i = 0; i < n; i++)
		if (add_word(t, f, config_setting_get_member(root, "names"), l, names[i]) < 0)
			return -1;
	t->langs[l].name = xstrdup(name);
	return 0;
}

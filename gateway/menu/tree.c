/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree.c: a tree from its files: gather them, have each read, let the whole be proved. */
#include "menu/tree.h"

#include <assert.h>
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "menu/node.h"

/* More than all languages, for drafts that lie beside. */
enum { FILES_MAX = 64 };

struct files {
	struct menu_file file[FILES_MAX];
	struct buf data[FILES_MAX];
	char name[FILES_MAX][PATH_MAX];
	size_t n;
};

static bool is_tree_file(const char *name)
{
	size_t n = strlen(name);

	return strcmp(name, "tree.conf") == 0 ||
	       (n > strlen("text..conf") && strncmp(name, "text.", 5) == 0 &&
		       strcmp(name + n - 5, ".conf") == 0);
}

static int gather(struct files *all, const char *dir, struct err *err)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	int bad = 0;

	if (d == NULL)
		return err_sys(err, "cannot read the menu tree in %s", dir);
	while (!bad && (e = readdir(d)) != NULL) {
		size_t i = all->n;

		if (!is_tree_file(e->d_name))
			continue;
		if (i == FILES_MAX) {
			bad = err_set(err, "%s: more than %d text files; move drafts away", dir,
				FILES_MAX);
			break;
		}
		if (snprintf(all->name[i], PATH_MAX, "%s/%s", dir, e->d_name) >= PATH_MAX) {
			bad = err_set(err, "%s: the path is too long", dir);
			break;
		}
		bad = setting_read(&all->data[i], all->name[i], MENU_FILE_MAX, err);
		all->file[i].name = all->name[i];
		all->file[i].data = all->data[i].data;
		all->file[i].len = all->data[i].len;
		all->n++;
	}
	closedir(d);
	return bad;
}

struct menu_tree *menu_tree_load(const char *dir, struct err *err)
{
	struct files *all = xcalloc(1, sizeof(*all));
	struct menu_tree *t = NULL;
	size_t i;

	if (gather(all, dir, err) == 0)
		t = menu_tree_parse(all->file, all->n, err);
	if (t == NULL && all->n == 0)
		err_set(err, "%s: there is no tree.conf in this folder", dir);
	for (i = 0; i < all->n; i++)
		buf_free(&all->data[i]);
	free(all);
	return t;
}

/* The file whose base name is that, or NULL. */
static const struct menu_file *file_find(const struct menu_file *files, size_t n, const char *base)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const char *slash = strrchr(files[i].name, '/');

		if (strcmp(slash != NULL ? slash + 1 : files[i].name, base) == 0)
			return &files[i];
	}
	return NULL;
}

static int read_texts(struct menu_tree *t, int l, const struct menu_file *files, size_t n,
	struct setting_file *tree_conf)
{
	char base[32];
	const struct menu_file *file;
	struct setting_file f;
	int bad;

	snprintf(base, sizeof(base), "text.%s.conf", t->langs[l].code);
	file = file_find(files, n, base);
	if (file == NULL)
		return setting_bad(tree_conf, config_lookup(&tree_conf->cfg, "languages"),
			"there is no %s; write it or take \"%s\" out here", base, t->langs[l].code);
	if (setting_open(&f, file->name, file->data, file->len, tree_conf->err) < 0)
		return -1;
	bad = tree_read_texts(t, l, &f);
	setting_close(&f);
	return bad;
}

static int read_languages(struct menu_tree *t, const struct menu_file *files, size_t n,
	struct setting_file *tree_conf)
{
	int l;

	if (tree_read_langs(t, tree_conf) < 0 ||
		read_texts(t, t->fallback, files, n, tree_conf) < 0)
		return -1;
	for (l = 0; l < t->n_langs; l++)
		if (l != t->fallback && read_texts(t, l, files, n, tree_conf) < 0)
			return -1;
	return 0;
}

/* "1 name\n2 name...": the digits are those that the engine gives the languages. */
static char *make_language_menu(const struct menu_tree *t)
{
	struct buf b = BUF_INIT;
	int i;

	for (i = 0; i < t->n_langs; i++)
		buf_printf(&b, "%s%d %s", i > 0 ? "\n" : "", i + 1, t->langs[i].name);
	return buf_take(&b, NULL);
}

struct menu_tree *menu_tree_parse(const struct menu_file *files, size_t n, struct err *err)
{
	const struct menu_file *file = file_find(files, n, "tree.conf");
	struct menu_tree *t;
	struct setting_file f;
	int bad;

	if (file == NULL) {
		err_set(err, "there is no tree.conf among the files of the menu tree");
		return NULL;
	}
	if (setting_open(&f, file->name, file->data, file->len, err) < 0)
		return NULL;
	t = xcalloc(1, sizeof(*t));
	bad = read_languages(t, files, n, &f) < 0 || tree_read_nodes(t, &f) < 0 ||
	      tree_prove(t, &f) < 0;
	setting_close(&f);
	if (bad) {
		menu_tree_free(t);
		return NULL;
	}
	t->language_menu = make_language_menu(t);
	return t;
}

void menu_tree_free(struct menu_tree *t)
{
	int i, k;

	if (t == NULL)
		return;
	for (i = 0; i < t->n_langs; i++) {
		for (k = 0; k < t->langs[i].n_words; k++)
			free(t->langs[i].words[k]);
		free(t->langs[i].words);
		free(t->langs[i].name);
	}
	for (i = 0; i < t->n_texts; i++)
		for (k = 0; k < MENU_LANGS_MAX; k++)
			free(t->texts[i].words[k]);
	free(t->texts);
	free(t->nodes);
	free(t->language_menu);
	free(t);
}

int menu_tree_langs(const struct menu_tree *t)
{
	return t->n_langs;
}

const char *menu_tree_lang(const struct menu_tree *t, int i)
{
	assert(i >= 0 && i < t->n_langs);
	return t->langs[i].code;
}

const char *menu_tree_text(const struct menu_tree *t, const char *id, const char *lang)
{
	int text = tree_text_find(t, id), l = tree_lang_find(t, lang);

	return text < 0 || l < 0 ? NULL : t->texts[text].words[l];
}

void menu_tree_each_text(const struct menu_tree *t, menu_see_text *see, void *arg)
{
	int i, l;

	see(arg, "LANG", "all", t->language_menu);
	for (i = 0; i < t->n_texts; i++)
		for (l = 0; l < t->n_langs; l++)
			see(arg, t->texts[i].id, t->langs[l].code, t->texts[i].words[l]);
}

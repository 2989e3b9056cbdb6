/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree: a menu tree with its words, as menu-tree(5) describes the files.
 *
 * <dir>/tree.conf holds the structure, <dir>/text.<lang>.conf the words of one language. A tree is
 * read whole, proved, and never changes afterwards: to reload, load another and put it in the place
 * of the old one when that worked. What loading proves is what the engine relies upon:
 *
 *   - every node, text and handler that is named exists, every text in every language;
 *   - the digits of options are 1 to 8, since 0 and 9 mean the same everywhere;
 *   - from every node a run without input ends at one that waits for the person;
 *   - every node that waits knows what any text leads to.
 */
#ifndef MENU_TREE_H
#define MENU_TREE_H

#include <stddef.h>

#include "base/err.h"

enum {
	MENU_ID_MAX = 32,           /* of node and text ids, with the NUL */
	MENU_LANG_MAX = 8,          /* of language codes, with the NUL */
	MENU_LANGS_MAX = 8,         /* LANG offers the digits 1 to 8 */
	MENU_NODES_MAX = 4096,      /* per tree */
	MENU_TEXT_MAX = 1000,       /* octets of one text */
	MENU_FILE_MAX = 1024 * 1024 /* octets of one file */
};

struct menu_tree;

/* One file of a tree, in memory. `name` is what findings call it; the base name tells its kind. */
struct menu_file {
	const char *name;
	const char *data;
	size_t len;
};

/* Reads the files of a folder. NULL with "file:line: what is wrong; what to do" in `err`. */
struct menu_tree *menu_tree_load(const char *dir, struct err *err);
/* The same from memory, for trees that come from elsewhere. */
struct menu_tree *menu_tree_parse(const struct menu_file *files, size_t n, struct err *err);
void menu_tree_free(struct menu_tree *t);

/* Languages in the order in which LANG offers them. */
int menu_tree_langs(const struct menu_tree *t);
const char *menu_tree_lang(const struct menu_tree *t, int i);

/* A text of the files by its id, or NULL when there is none. */
const char *menu_tree_text(const struct menu_tree *t, const char *id, const char *lang);

/* Calls `see` for every text in every language, for checks. The language menu, whose text is made
 * of the languages' names, comes as id "LANG" with language "all". */
typedef void menu_see_text(void *arg, const char *id, const char *lang, const char *text);
void menu_tree_each_text(const struct menu_tree *t, menu_see_text *see, void *arg);

#endif

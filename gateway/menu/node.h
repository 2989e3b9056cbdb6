/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * node: the inside of a tree, for its loader and the engine alone. Links between nodes are indexes
 * into `nodes`, NO_NODE where there is none; texts are indexes into `texts`.
 */
#ifndef MENU_NODE_H
#define MENU_NODE_H

#include <stdbool.h>

#include "base/setting.h"
#include "handler.h"
#include "menu/tree.h"

enum {
	NO_NODE = -1,
	NODE_OPTIONS_MAX = 8,
	NODE_VALUE_MAX = 16,
	NODE_OUTCOMES_MAX = 4,
	TREE_UNCLEAR_MAX = 4,
	TREE_TEXTS_MAX = 4096,
	TREE_STEPS_MAX = 16, /* nodes that one turn may run through */
	WORD_MAX = 64        /* octets of a word that switches the language, with the NUL */
};

enum node_kind {
	NODE_SAY,     /* a text, then on to `to`; without it waits, and the digits of `menu` hold */
	NODE_CHOICE,  /* a text with digits */
	NODE_ASK,     /* a question; what comes is the answer */
	NODE_HANDLER, /* no text; on by outcome */
	NODE_LANGUAGE /* the menu of languages, made of their names */
};

struct node_option {
	int digit; /* 1..8 */
	int to;
	char value[NODE_VALUE_MAX]; /* what choosing it means to handlers and cases, or "" */
};

struct menu_node {
	char id[MENU_ID_MAX];
	enum node_kind kind;
	int text;                                     /* say, choice, ask */
	int to;                                       /* say, ask, language */
	int menu;                                     /* say */
	char answer[EFFECT_NAME_MAX];                 /* ask, choice: name of the answer, or "" */
	struct node_option options[NODE_OPTIONS_MAX]; /* choice */
	int n_options;
	const struct handler *handler;
	int outcomes[NODE_OUTCOMES_MAX]; /* handler */
};

struct menu_text {
	char id[MENU_ID_MAX];
	char *words[MENU_LANGS_MAX]; /* by language */
};

struct menu_lang {
	char code[MENU_LANG_MAX];
	char *name;   /* in the language itself, as the language menu shows it */
	char **words; /* that switch to it, as menu_word writes them */
	int n_words;
};

struct menu_tree {
	struct menu_lang langs[MENU_LANGS_MAX];
	int n_langs;
	int fallback; /* the language when nothing is known; the others are its translations */
	struct menu_node *nodes; /* sorted by id */
	int n_nodes;
	struct menu_text *texts; /* sorted by id */
	int n_texts;
	char *language_menu; /* "1 ...\n2 ..." */
	int start, language, human, stop, erase, urgent;
	int unclear[TREE_UNCLEAR_MAX];
	int n_unclear;
};

/* Indexes, or -1. */
int tree_node_find(const struct menu_tree *t, const char *id);
int tree_text_find(const struct menu_tree *t, const char *id);
int tree_lang_find(const struct menu_tree *t, const char *code);
/* The language that a whole text names, or -1. */
int tree_lang_named(const struct menu_tree *t, const char *text);

/* `text` as language words are compared: ASCII in lower case, single blanks, no punctuation around.
 * False when it does not fit or nothing is left. */
bool menu_word(char out[WORD_MAX], const char *text);

/* The parts of menu_tree_parse, in this order. Each returns -1 with a complaint made. The texts of
 * the fallback language come first: they say which texts there are. */
int tree_read_langs(struct menu_tree *t, struct setting_file *f);
int tree_read_texts(struct menu_tree *t, int lang, struct setting_file *f);
int tree_read_nodes(struct menu_tree *t, struct setting_file *f);
int tree_prove(const struct menu_tree *t, struct setting_file *f);

/* Parts of tree_read_texts: what the language is called, by itself and by people who ask for it;
 * and whether words are fit for a phone and a log. */
int tree_read_names(struct menu_tree *t, int lang, struct setting_file *f);
int tree_check_words(struct setting_file *f, const config_setting_t *at, const char *words);

#endif

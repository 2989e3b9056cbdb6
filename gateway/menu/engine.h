/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * engine: one turn of the conversation.
 *
 * From a tree, where the person stands, and what they wrote follow where they stand now, what is
 * said to them, and what the core is to do. The function is pure and total: any text in any state,
 * also a state of an older tree, gives a next step and at least one text; nothing can fail and
 * nothing can loop. The same engine serves every transport.
 *
 * In order of precedence, at every node:
 *   STOP in any language, 9      ends the conversation; urgency in the same text still counts
 *   0                            a human
 *   a language's name or code    switches to it and says the same again
 *   urgent texts                 raise the case and lead to the tree's `urgent` node
 *   the node's own digits
 *   anything else                is part of the report, goes to a human, and is answered by the
 *                                tree's `unclear` nodes, the n-th such text in a row by the n-th
 * At an "ask" node every text but STOP, 9, 0 and another language's name is the answer.
 *
 * The first text gets the language menu when it does not show a language, else the start node.
 */
#ifndef MENU_ENGINE_H
#define MENU_ENGINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "handler.h"
#include "menu/tree.h"

/* Where a person stands. All zero is a conversation not begun. Plain values, safe to copy. */
struct menu_state {
	char node[MENU_ID_MAX];   /* what the last text showed; "" = nothing yet */
	char back[MENU_ID_MAX];   /* the node before an UNCLEAR, whose digits still hold; or "" */
	char lang[MENU_LANG_MAX]; /* "" until known */
	bool zawgyi;     /* the phone writes Zawgyi: Burmese goes out through text_zawgyi */
	int unclear_row; /* texts in a row that nothing understood, 0..MENU_ROW_MAX */
};

enum { MENU_ROW_MAX = 100 };

struct menu_input {
	const char *text;              /* UTF-8, never NULL */
	const struct understanding *u; /* of this text */
	const char *country;           /* of the number, "KH", or "--"; never NULL */
	int64_t now_ms;                /* wall time */
};

enum { MENU_TEXTS_MAX = 4 };

struct menu_output {
	char *texts[MENU_TEXTS_MAX]; /* owned UTF-8, to be sent in this order */
	int n_texts;                 /* at least 1 after a step */
	bool zawgyi;                 /* send the texts through text_zawgyi */
	struct effects effects;
};

/* Fills `out`, which menu_output_free empties, and moves `s` on. */
void menu_step(const struct menu_tree *t, struct menu_state *s, const struct menu_input *in,
	struct menu_output *out);
void menu_output_free(struct menu_output *out);

/* A state as a new JSON object, and back. From: strict, -1 for anything that to does not write. */
json_t *menu_state_to_json(const struct menu_state *s);
int menu_state_from_json(struct menu_state *s, const json_t *j, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * engine.c: a turn in three steps: learn the person's language, choose the node that their text
 * leads to, run from there to a node that waits.
 */
#include "menu/engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "menu/node.h"
#include "text/lang.h"

/* Below SURE a language is a guess from the number's country, and the menu asks. A text in a script
 * of its own counts from CERTAIN on: only that changes a language that is known. */
#define SURE    0.4
#define CERTAIN 0.8

struct turn {
	const struct menu_tree *t;
	struct menu_state *s;
	const struct menu_input *in;
	struct menu_output *out;
	int here;          /* where the person stands; NO_NODE before the first text */
	int lang;          /* that the answer is in */
	bool learnt;       /* the language was unknown before this text */
	const char *value; /* of the option that was chosen, or "" */
};

/* --- language ----------------------------------------------------------------------------------
 */

/* Does the text hold a letter beyond ASCII? Not an emoji, a quote or a dash. */
static bool has_own_letters(const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		/* UTF-8's first octets of U+00C0..1FFF and, for Han, U+3000..D7FF. */
		if ((c >= 0xC3 && c <= 0xE1) || (c >= 0xE3 && c <= 0xED))
			return true;
	}
	return false;
}

static void remember_lang(struct turn *turn, int lang)
{
	memcpy(turn->s->lang, turn->t->langs[lang].code, MENU_LANG_MAX);
}

static void learn_language(struct turn *turn)
{
	const struct understanding *u = turn->in->u;
	int known = tree_lang_find(turn->t, turn->s->lang),
	    shown = tree_lang_find(turn->t, u->lang);
	bool asked = turn->here != NO_NODE && turn->t->nodes[turn->here].kind == NODE_ASK;

	if (u->encoding != TEXT_ENCODING_NONE)
		turn->s->zawgyi = u->encoding == TEXT_ENCODING_ZAWGYI;
	if (known < 0)
		turn->s->lang[0] = '\0';
	if (shown < 0)
		return;
	if (known < 0 && u->confidence >= SURE) {
		turn->learnt = true;
		remember_lang(turn, shown);
		return;
	}
	/* An answer may be a name copied from a sign in the country's language. */
	if (known >= 0 && known != shown && !asked && !u->romanised && u->confidence >= CERTAIN &&
		has_own_letters(turn->in->text))
		remember_lang(turn, shown);
}

/* The language of the answer: known, or the best guess. */
static int spoken(const struct turn *turn)
{
	int lang = tree_lang_find(turn->t, turn->s->lang);

	if (lang < 0)
		lang = tree_lang_find(turn->t, turn->in->u->lang);
	if (lang < 0)
		lang = tree_lang_find(turn->t, lang_name(lang_of_country(turn->in->country)));
	return lang < 0 ? turn->t->fallback : lang;
}

/* --- where the text leads ----------------------------------------------------------------------
 */

static void effect(struct turn *turn, enum effect_kind kind)
{
	effects_add(&turn->out->effects, kind, NULL, NULL);
}

static void understood(struct turn *turn)
{
	turn->s->unclear_row = 0;
	turn->s->back[0] = '\0';
}

/* The option of a node for a digit, or NULL. A "say" node lends another's. */
static const struct node_option *option_of(const struct menu_tree *t, int at, int digit)
{
	const struct menu_node *node;
	int i;

	if (at == NO_NODE)
		return NULL;
	node = &t->nodes[at];
	if (node->kind == NODE_SAY)
		return option_of(t, node->menu, digit);
	for (i = 0; i < node->n_options; i++)
		if (node->options[i].digit == digit)
			return &node->options[i];
	return NULL;
}

/* A digit at `at`: sets `*to` when it means something there. */
static bool choose(struct turn *turn, int at, int *to)
{
	const struct menu_tree *t = turn->t;
	const struct node_option *o = option_of(t, at, turn->in->u->digit);
	int digit = turn->in->u->digit;

	if (o != NULL) {
		/* The answer's name is that of the node that has the option. */
		const struct menu_node *node = &t->nodes[at];

		if (node->kind == NODE_SAY)
			node = &t->nodes[node->menu];
		if (node->answer[0] != '\0')
			effects_add(&turn->out->effects, EFFECT_ANSWER, node->answer, o->value);
		turn->value = o->value;
		*to = o->to;
		return true;
	}
	if (at != NO_NODE && t->nodes[at].kind == NODE_LANGUAGE && digit >= 1 &&
		digit <= t->n_langs) {
		remember_lang(turn, digit - 1);
		*to = t->nodes[at].to;
		return true;
	}
	return false;
}

/* Free text that no node asked for: kept, read by a human, and answered without blame. */
static int unclear(struct turn *turn)
{
	struct menu_state *s = turn->s;
	int row = s->unclear_row;

	effect(turn, EFFECT_HUMAN);
	if (row == 0)
		memcpy(s->back, turn->t->nodes[turn->here].id, MENU_ID_MAX);
	if (s->unclear_row < MENU_ROW_MAX)
		s->unclear_row++;
	return turn->t->unclear[row < turn->t->n_unclear ? row : turn->t->n_unclear - 1];
}

/* The first text, or the first after the tree lost the node. */
static int begin(struct turn *turn)
{
	const struct understanding *u = turn->in->u;

	if (u->digit < 0 && u->category != TEXT_GREETING)
		effect(turn, EFFECT_HUMAN);
	return turn->s->lang[0] != '\0' ? turn->t->start : turn->t->language;
}

/* An answer to a question. */
static int answer(struct turn *turn)
{
	const struct menu_node *node = &turn->t->nodes[turn->here];

	effects_add(&turn->out->effects, EFFECT_ANSWER, node->answer, turn->in->text);
	effect(turn, EFFECT_HUMAN);
	return node->to;
}

/* A text that names a language: sets `*to` when it is to be obeyed. At a question the name of the
 * language that is spoken already is an answer ("Thai"), that of another one is both. */
static bool switch_language(struct turn *turn, int *to)
{
	int named = tree_lang_named(turn->t, turn->in->text);
	const struct menu_node *node;

	if (named < 0)
		return false;
	if (turn->here == NO_NODE) {
		remember_lang(turn, named);
		*to = turn->t->start;
		return true;
	}
	node = &turn->t->nodes[turn->here];
	if (node->kind == NODE_ASK && strcmp(turn->s->lang, turn->t->langs[named].code) == 0)
		return false;
	if (node->kind == NODE_ASK)
		answer(turn);
	remember_lang(turn, named);
	*to = node->kind == NODE_LANGUAGE ? node->to : turn->here;
	return true;
}

/* At a node that waits and is no question. */
static int reply(struct turn *turn)
{
	const struct menu_node *node = &turn->t->nodes[turn->here];
	const struct understanding *u = turn->in->u;
	int to;

	if (u->urgent) {
		understood(turn);
		return turn->t->urgent;
	}
	if (u->digit >= 0 && (choose(turn, turn->here, &to) ||
				     choose(turn, tree_node_find(turn->t, turn->s->back), &to))) {
		understood(turn);
		return to;
	}
	if (node->kind == NODE_LANGUAGE && turn->learnt && u->digit < 0) {
		understood(turn);
		if (u->category != TEXT_GREETING)
			effect(turn, EFFECT_HUMAN);
		return node->to;
	}
	if (u->category == TEXT_GREETING) {
		understood(turn);
		return node->kind == NODE_SAY ? turn->t->start : turn->here;
	}
	return unclear(turn);
}

static int choose_next(struct turn *turn)
{
	const struct understanding *u = turn->in->u;
	int to;

	if (u->urgent)
		effect(turn, EFFECT_URGENT);
	if (u->category == TEXT_STOP || u->digit == 9 || u->digit == 0) {
		understood(turn);
		return u->digit == 0   ? turn->t->human
		       : u->digit == 9 ? turn->t->erase
				       : turn->t->stop;
	}
	if (switch_language(turn, &to))
		return to;
	if (turn->here == NO_NODE) {
		understood(turn);
		return begin(turn);
	}
	if (turn->t->nodes[turn->here].kind == NODE_ASK) {
		understood(turn);
		return answer(turn);
	}
	return reply(turn);
}

/* --- from there on -----------------------------------------------------------------------------
 */

static void say(struct turn *turn, const char *words)
{
	assert(turn->out->n_texts < MENU_TEXTS_MAX);
	turn->out->texts[turn->out->n_texts++] = xstrdup(words);
}

static int handle(struct turn *turn, const struct menu_node *node)
{
	struct handler_input in = {
		.value = turn->value,
		.text = turn->in->text,
		.u = turn->in->u,
		.now_ms = turn->in->now_ms,
	};
	int outcome = node->handler->run(&in, &turn->out->effects);

	assert(outcome >= 0 && outcome < NODE_OUTCOMES_MAX &&
		node->handler->outcomes[outcome] != NULL);
	return node->outcomes[outcome];
}

/* The loader proved that this ends. */
static int run(struct turn *turn, int at)
{
	int steps;

	for (steps = 0; steps < TREE_STEPS_MAX; steps++) {
		const struct menu_node *node = &turn->t->nodes[at];

		if (node->kind == NODE_HANDLER) {
			at = handle(turn, node);
			continue;
		}
		say(turn, node->kind == NODE_LANGUAGE
				  ? turn->t->language_menu
				  : turn->t->texts[node->text].words[turn->lang]);
		if (node->kind != NODE_SAY || node->to == NO_NODE)
			return at;
		at = node->to;
	}
	assert(!"a tree that was not proved");
	return at;
}

void menu_step(const struct menu_tree *t, struct menu_state *s, const struct menu_input *in,
	struct menu_output *out)
{
	struct turn turn = {.t = t, .s = s, .in = in, .out = out, .value = ""};
	int to;

	memset(out, 0, sizeof(*out));
	turn.here = tree_node_find(t, s->node);
	/* A node of an older tree may be of another kind by now. */
	if (turn.here != NO_NODE && t->nodes[turn.here].kind == NODE_HANDLER)
		turn.here = NO_NODE;
	learn_language(&turn);
	to = choose_next(&turn);
	turn.lang = spoken(&turn);
	to = run(&turn, to);
	memcpy(s->node, t->nodes[to].id, MENU_ID_MAX);
	out->zawgyi = s->zawgyi && strcmp(t->langs[turn.lang].code, "my") == 0;
}

void menu_output_free(struct menu_output *out)
{
	int i;

	for (i = 0; i < out->n_texts; i++)
		free(out->texts[i]);
	out->n_texts = 0;
	effects_free(&out->effects);
}

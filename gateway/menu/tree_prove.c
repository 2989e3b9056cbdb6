/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree_prove.c: what the engine relies upon. Without input a turn runs from a node through "say"
 * and "handler" nodes to one that waits; every such run must end, soon and with few texts.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "menu/engine.h"
#include "menu/node.h"

/* The longest run from a node: nodes and texts on the way, itself included. */
struct run {
	enum { NEW, OPEN, DONE } seen;
	int steps, texts;
};

static const config_setting_t *setting_of(struct setting_file *f, const struct menu_node *node)
{
	return config_setting_get_member(
		config_setting_get_member(setting_root(f), "nodes"), node->id);
}

/* The `i`-th node that follows without input, or NO_NODE after the last. */
static int next_of(const struct menu_node *node, int i)
{
	if (node->kind == NODE_SAY && i == 0)
		return node->to;
	if (node->kind == NODE_HANDLER && i < NODE_OUTCOMES_MAX &&
		node->handler->outcomes[i] != NULL)
		return node->outcomes[i];
	return NO_NODE;
}

/* Recursion is no deeper than TREE_STEPS_MAX. */
static int walk(
	const struct menu_tree *t, struct setting_file *f, struct run *runs, int at, int depth)
{
	const struct menu_node *node = &t->nodes[at];
	struct run *run = &runs[at];
	int i, next;

	if (run->seen == DONE)
		return 0;
	if (run->seen == OPEN)
		return setting_bad(f, setting_of(f, node),
			"from \"%s\" the texts go round without waiting for the person; put a "
			"\"choice\" or \"ask\" between",
			node->id);
	if (depth > TREE_STEPS_MAX)
		return setting_bad(f, setting_of(f, node),
			"more than %d nodes in a row before \"%s\" without waiting for the person; "
			"shorten the way",
			TREE_STEPS_MAX, node->id);
	run->seen = OPEN;
	for (i = 0; (next = next_of(node, i)) != NO_NODE; i++) {
		if (walk(t, f, runs, next, depth + 1) < 0)
			return -1;
		if (runs[next].steps > run->steps)
			run->steps = runs[next].steps;
		if (runs[next].texts > run->texts)
			run->texts = runs[next].texts;
	}
	run->steps++;
	run->texts += node->kind != NODE_HANDLER;
	run->seen = DONE;
	if (run->steps > TREE_STEPS_MAX || run->texts > MENU_TEXTS_MAX)
		return setting_bad(f, setting_of(f, node),
			"from \"%s\" on %d texts and %d nodes come in a row; at most %d and %d may",
			node->id, run->texts, run->steps, MENU_TEXTS_MAX, TREE_STEPS_MAX);
	return 0;
}

static int prove_runs(const struct menu_tree *t, struct setting_file *f)
{
	struct run *runs = xcalloc((size_t)t->n_nodes + 1, sizeof(*runs));
	int i, bad = 0;

	for (i = 0; i < t->n_nodes && !bad; i++)
		bad = walk(t, f, runs, i, 1);
	free(runs);
	return bad;
}

/* What the digits 0 and 9, STOP and urgent texts lead to must do what people are told that it does.
 */
static int prove_promises(const struct menu_tree *t, struct setting_file *f)
{
	const struct {
		const char *name; /* of the setting, and of the handler */
		int node;
	} promises[] = {
		{"human", t->human},
		{"stop", t->stop},
		{"erase", t->erase},
		{"urgent", t->urgent},
	};
	size_t i;

	for (i = 0; i < sizeof(promises) / sizeof(promises[0]); i++) {
		const struct menu_node *node = &t->nodes[promises[i].node];

		if (node->kind != NODE_HANDLER || node->handler != handler_find(promises[i].name))
			return setting_bad(f,
				config_setting_get_member(setting_root(f), promises[i].name),
				"\"%s\" must name a node of kind \"handler\" with handler = \"%s\"",
				promises[i].name, promises[i].name);
	}
	return 0;
}

int tree_prove(const struct menu_tree *t, struct setting_file *f)
{
	int i;

	if (t->nodes[t->language].kind != NODE_LANGUAGE)
		return setting_bad(f, config_setting_get_member(setting_root(f), "language"),
			"the node \"%s\" must be of kind \"language\"", t->nodes[t->language].id);
	for (i = 0; i < t->n_nodes; i++) {
		const struct menu_node *node = &t->nodes[i];

		if (node->menu != NO_NODE && t->nodes[node->menu].kind != NODE_CHOICE)
			return setting_bad(f, setting_of(f, node),
				"\"menu\" must name a \"choice\" node; \"%s\" is none",
				t->nodes[node->menu].id);
	}
	return prove_promises(t, f) < 0 ? -1 : prove_runs(t, f);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tree_nodes.c: the structure of a tree. First all ids are gathered, so that the second reading can
 * resolve every link where it stands and complain with its line.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "menu/node.h"

int tree_node_find(const struct menu_tree *t, const char *id)
{
	int low = 0, high = t->n_nodes - 1;

	while (low <= high) {
		int mid = (low + high) / 2, order = strcmp(id, t->nodes[mid].id);

		if (order == 0)
			return mid;
		if (order < 0)
			high = mid - 1;
		else
			low = mid + 1;
	}
	return NO_NODE;
}

static int node_order(const void *a, const void *b)
{
	return strcmp(((const struct menu_node *)a)->id, ((const struct menu_node *)b)->id);
}

/* Ids of nodes, names of answers, values of options. */
static bool is_id(const char *s, size_t room)
{
	size_t n = strlen(s);

	return n > 0 && n < room && s[0] >= 'a' && s[0] <= 'z' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static int read_id(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, char *out, size_t room)
{
	const char *s = NULL;

	if (setting_string(f, group, key, need, &s) < 0)
		return -1;
	if (s == NULL)
		return 0;
	if (!is_id(s, room))
		return setting_bad(f, config_setting_get_member(group, key),
			"\"%s\" must be 1 to %zu of a-z, 0-9 and _, a letter first", key, room - 1);
	memcpy(out, s, strlen(s) + 1);
	return 0;
}

/* The node that a setting names; it stands at `at`. */
static int resolve(const struct menu_tree *t, struct setting_file *f, const config_setting_t *at,
	const char *id, int *out)
{
	const char *list[MENU_NODES_MAX + 1], *near;
	int i;

	*out = tree_node_find(t, id);
	if (*out != NO_NODE)
		return 0;
	for (i = 0; i < t->n_nodes; i++)
		list[i] = t->nodes[i].id;
	list[i] = NULL;
	near = setting_nearest(id, list);
	if (near != NULL)
		return setting_bad(
			f, at, "there is no node \"%.40s\"; did you mean \"%s\"?", id, near);
	return setting_bad(
		f, at, "there is no node \"%.40s\"; add it to \"nodes\" or name another", id);
}

static int read_link(const struct menu_tree *t, struct setting_file *f,
	const config_setting_t *group, const char *key, enum setting_need need, int *out)
{
	const char *id = NULL;

	*out = NO_NODE;
	if (setting_string(f, group, key, need, &id) < 0)
		return -1;
	return id == NULL ? 0 : resolve(t, f, config_setting_get_member(group, key), id, out);
}

static int read_text_id(const struct menu_tree *t, struct setting_file *f,
	const config_setting_t *s, struct menu_node *node)
{
	const char *id;

	if (setting_string(f, s, "text", SETTING_MUST, &id) < 0)
		return -1;
	node->text = tree_text_find(t, id);
	if (node->text < 0)
		return setting_bad(f, config_setting_get_member(s, "text"),
			"there is no text \"%.40s\"; add it to text.%s.conf or name another", id,
			t->langs[t->fallback].code);
	return 0;
}

static int read_say(const struct menu_tree *t, struct setting_file *f, const config_setting_t *s,
	struct menu_node *node)
{
	static const char *const keys[] = {"kind", "text", "to", "menu", NULL};

	if (setting_keys(f, s, "a \"say\" node", keys) < 0 || read_text_id(t, f, s, node) < 0 ||
		read_link(t, f, s, "to", SETTING_MAY, &node->to) < 0 ||
		read_link(t, f, s, "menu", SETTING_MAY, &node->menu) < 0)
		return -1;
	if ((node->to == NO_NODE) == (node->menu == NO_NODE))
		return setting_bad(f, s,
			"a \"say\" node has either \"to\", to go on, or \"menu\", whose digits "
			"hold "
			"while it waits; give it one of them");
	return 0;
}

static int read_option(const struct menu_tree *t, struct setting_file *f, const config_setting_t *s,
	struct menu_node *node)
{
	static const char *const keys[] = {"digit", "to", "value", NULL};
	struct node_option *o = &node->options[node->n_options];
	int i;

	if (!config_setting_is_group(s))
		return setting_bad(f, s, "an option is { digit = 1; to = \"...\"; }");
	if (setting_keys(f, s, "an option", keys) < 0 ||
		setting_int(f, s, "digit", SETTING_MUST, 1, 8, &o->digit) < 0 ||
		read_link(t, f, s, "to", SETTING_MUST, &o->to) < 0 ||
		read_id(f, s, "value", node->answer[0] != '\0' ? SETTING_MUST : SETTING_MAY,
			o->value, sizeof(o->value)) < 0)
		return -1;
	for (i = 0; i < node->n_options; i++)
		if (node->options[i].digit == o->digit)
			return setting_bad(
				f, s, "the digit %d is there twice; take one out", o->digit);
	node->n_options++;
	return 0;
}

static int read_choice(const struct menu_tree *t, struct setting_file *f, const config_setting_t *s,
	struct menu_node *node)
{
	static const char *const keys[] = {"kind", "text", "options", "answer", NULL};
	config_setting_t *options = config_setting_get_member(s, "options");
	int i;

	if (setting_keys(f, s, "a \"choice\" node", keys) < 0 || read_text_id(t, f, s, node) < 0 ||
		read_id(f, s, "answer", SETTING_MAY, node->answer, sizeof(node->answer)) < 0)
		return -1;
	if (options == NULL || !config_setting_is_list(options) ||
		config_setting_length(options) == 0)
		return setting_bad(f, options != NULL ? options : s,
			"a \"choice\" needs options = ( { digit = 1; to = \"...\"; } );");
	if (config_setting_length(options) > NODE_OPTIONS_MAX)
		return setting_bad(f, options,
			"more than %d options; 0 and 9 belong to the whole tree", NODE_OPTIONS_MAX);
	for (i = 0; i < config_setting_length(options); i++)
		if (read_option(t, f, config_setting_get_elem(options, (unsigned int)i), node) < 0)
			return -1;
	return 0;
}

static int read_ask(const struct menu_tree *t, struct setting_file *f, const config_setting_t *s,
	struct menu_node *node)
{
	static const char *const keys[] = {"kind", "text", "to", "answer", NULL};

	if (setting_keys(f, s, "an \"ask\" node", keys) < 0 || read_text_id(t, f, s, node) < 0 ||
		read_link(t, f, s, "to", SETTING_MUST, &node->to) < 0)
		return -1;
	return read_id(f, s, "answer", SETTING_MUST, node->answer, sizeof(node->answer));
}

/* `to = { outcome = "node"; ... };`, or `to = "node";` when there is only one outcome. */
static int read_outcomes(const struct menu_tree *t, struct setting_file *f,
	const config_setting_t *s, struct menu_node *node)
{
	const char *const *names = node->handler->outcomes;
	config_setting_t *to = config_setting_get_member(s, "to");
	int i;

	if (names[1] == NULL)
		return read_link(t, f, s, "to", SETTING_MUST, &node->outcomes[0]);
	if (to == NULL || !config_setting_is_group(to))
		return setting_bad(f, to != NULL ? to : s,
			"the handler \"%s\" needs to = { %s = \"...\"; ... };", node->handler->name,
			names[0]);
	if (setting_keys(f, to, "the handler", names) < 0)
		return -1;
	for (i = 0; names[i] != NULL; i++) {
		assert(i < NODE_OUTCOMES_MAX);
		if (read_link(t, f, to, names[i], SETTING_MUST, &node->outcomes[i]) < 0)
			return -1;
	}
	return 0;
}

static int read_handler(const struct menu_tree *t, struct setting_file *f,
	const config_setting_t *s, struct menu_node *node)
{
	static const char *const keys[] = {"kind", "handler", "to", NULL};
	const char *name;

	if (setting_keys(f, s, "a \"handler\" node", keys) < 0 ||
		setting_string(f, s, "handler", SETTING_MUST, &name) < 0)
		return -1;
	node->handler = handler_find(name);
	if (node->handler == NULL)
		return setting_bad(f, config_setting_get_member(s, "handler"),
			"there is no handler \"%.40s\"; menu-tree(5) lists them", name);
	return read_outcomes(t, f, s, node);
}

static int read_language(const struct menu_tree *t, struct setting_file *f,
	const config_setting_t *s, struct menu_node *node)
{
	static const char *const keys[] = {"kind", "to", NULL};

	if (setting_keys(f, s, "a \"language\" node", keys) < 0)
		return -1;
	return read_link(t, f, s, "to", SETTING_MUST, &node->to);
}

static int read_node(struct menu_tree *t, struct setting_file *f, const config_setting_t *s)
{
	static const struct {
		const char *name;
		enum node_kind kind;
		int (*read)(const struct menu_tree *, struct setting_file *,
			const config_setting_t *, struct menu_node *);
	} kinds[] = {
		{"say", NODE_SAY, read_say},
		{"choice", NODE_CHOICE, read_choice},
		{"ask", NODE_ASK, read_ask},
		{"handler", NODE_HANDLER, read_handler},
		{"language", NODE_LANGUAGE, read_language},
	};
	struct menu_node *node = &t->nodes[tree_node_find(t, config_setting_name(s))];
	const char *kind;
	size_t i;

	if (setting_string(f, s, "kind", SETTING_MUST, &kind) < 0)
		return -1;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, kind) == 0) {
			node->kind = kinds[i].kind;
			return kinds[i].read(t, f, s, node);
		}
	return setting_bad(f, config_setting_get_member(s, "kind"),
		"there is no kind \"%.20s\"; it is say, choice, ask, handler or language", kind);
}

static int gather_ids(struct menu_tree *t, struct setting_file *f, const config_setting_t *nodes)
{
	int i, n = config_setting_length(nodes);

	if (n > MENU_NODES_MAX)
		return setting_bad(f, nodes, "more than %d nodes; split the tree", MENU_NODES_MAX);
	t->nodes = xcalloc((size_t)n + 1, sizeof(*t->nodes));
	for (i = 0; i < n; i++) {
		const config_setting_t *s = config_setting_get_elem(nodes, (unsigned int)i);
		struct menu_node *node = &t->nodes[i];

		if (!is_id(config_setting_name(s), sizeof(node->id)))
			return setting_bad(f, s,
				"\"%.40s\" is no node id; write a-z, 0-9 and _, at most %d",
				config_setting_name(s), MENU_ID_MAX - 1);
		if (!config_setting_is_group(s))
			return setting_bad(f, s, "a node is %s = { kind = \"...\"; ... };",
				config_setting_name(s));
		memcpy(node->id, config_setting_name(s), strlen(config_setting_name(s)) + 1);
		node->to = node->menu = NO_NODE;
	}
	t->n_nodes = n;
	qsort(t->nodes, (size_t)n, sizeof(*t->nodes), node_order);
	return 0;
}

static int read_unclear(struct menu_tree *t, struct setting_file *f, const config_setting_t *root)
{
	const char *ids[TREE_UNCLEAR_MAX];
	const config_setting_t *at = config_setting_get_member(root, "unclear");
	int i, n = 0;

	if (setting_strings(f, root, "unclear", SETTING_MUST, ids, TREE_UNCLEAR_MAX, &n) < 0)
		return -1;
	if (n == 0)
		return setting_bad(f, at, "\"unclear\" is empty; name at least one node");
	for (i = 0; i < n; i++)
		if (resolve(t, f, at, ids[i], &t->unclear[i]) < 0)
			return -1;
	t->n_unclear = n;
	return 0;
}

int tree_read_nodes(struct menu_tree *t, struct setting_file *f)
{
	config_setting_t *root = setting_root(f), *nodes = config_setting_get_member(root, "nodes");
	int i;

	if (nodes == NULL || !config_setting_is_group(nodes))
		return setting_bad(f, nodes != NULL ? nodes : root,
			"nodes = { main = { kind = \"...\"; ... }; ... }; is missing; add it");
	if (gather_ids(t, f, nodes) < 0)
		return -1;
	for (i = 0; i < config_setting_length(nodes); i++)
		if (read_node(t, f, config_setting_get_elem(nodes, (unsigned int)i)) < 0)
			return -1;
	if (read_link(t, f, root, "start", SETTING_MUST, &t->start) < 0 ||
		read_link(t, f, root, "language", SETTING_MUST, &t->language) < 0 ||
		read_link(t, f, root, "human", SETTING_MUST, &t->human) < 0 ||
		read_link(t, f, root, "stop", SETTING_MUST, &t->stop) < 0 ||
		read_link(t, f, root, "erase", SETTING_MUST, &t->erase) < 0 ||
		read_link(t, f, root, "urgent", SETTING_MUST, &t->urgent) < 0)
		return -1;
	return read_unclear(t, f, root);
}

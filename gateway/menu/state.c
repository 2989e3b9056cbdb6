/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state.c: a conversation's state as JSON, for the session record:
 *
 *     {"node": "help1", "back": "", "lang": "km", "zawgyi": false, "unclear": 0}
 */
#include <string.h>

#include "menu/engine.h"

json_t *menu_state_to_json(const struct menu_state *s)
{
	return json_pack("{s:s, s:s, s:s, s:b, s:i}", "node", s->node, "back", s->back, "lang",
		s->lang, "zawgyi", (int)s->zawgyi, "unclear", s->unclear_row);
}

/* Ids and codes are what the loader lets through. */
static int take(char *out, size_t room, const char *from)
{
	size_t n = strlen(from);

	if (n >= room || strspn(from, "abcdefghijklmnopqrstuvwxyz0123456789_") != n)
		return -1;
	memcpy(out, from, n + 1);
	return 0;
}

int menu_state_from_json(struct menu_state *s, const json_t *j, struct err *err)
{
	const char *node, *back, *lang;
	json_error_t why;
	int zawgyi, row;

	memset(s, 0, sizeof(*s));
	if (json_unpack_ex((json_t *)j, &why, JSON_STRICT, "{s:s, s:s, s:s, s:b, s:i}", "node",
		    &node, "back", &back, "lang", &lang, "zawgyi", &zawgyi, "unclear", &row) < 0)
		return err_set(err, "conversation state: %s", why.text);
	if (take(s->node, sizeof(s->node), node) < 0 || take(s->back, sizeof(s->back), back) < 0 ||
		take(s->lang, sizeof(s->lang), lang) < 0 || row < 0 || row > MENU_ROW_MAX) {
		memset(s, 0, sizeof(*s));
		return err_set(err, "conversation state: a value is out of range");
	}
	s->zawgyi = zawgyi != 0;
	s->unclear_row = row;
	return 0;
}

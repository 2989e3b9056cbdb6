/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * effects.c: the list of what a turn wants done. It is short and has no doubles, so that the core
 * may perform it in any order.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "handler.h"

const char *effect_name(enum effect_kind kind)
{
	static const char *const names[] = {
		[EFFECT_URGENT] = "urgent",
		[EFFECT_HUMAN] = "human",
		[EFFECT_ANSWER] = "answer",
		[EFFECT_CALLBACK] = "callback",
		[EFFECT_STOP] = "stop",
		[EFFECT_ERASE] = "erase",
		[EFFECT_QUIET] = "quiet",
	};

	return names[kind];
}

static void value_free(struct effect *e)
{
	if (e->value != NULL)
		explicit_bzero(e->value, strlen(e->value));
	free(e->value);
	e->value = NULL;
}

static struct effect *find(struct effects *e, enum effect_kind kind, const char *name)
{
	int i;

	for (i = 0; i < e->n; i++)
		if (e->list[i].kind == kind && strcmp(e->list[i].name, name) == 0)
			return &e->list[i];
	return NULL;
}

void effects_add(struct effects *e, enum effect_kind kind, const char *name, const char *value)
{
	struct effect *add;

	if (name == NULL)
		name = "";
	add = find(e, kind, name);
	if (add == NULL) {
		assert(e->n < EFFECTS_MAX);
		add = &e->list[e->n++];
		memset(add, 0, sizeof(*add));
		add->kind = kind;
		snprintf(add->name, sizeof(add->name), "%s", name);
	}
	value_free(add);
	if (value != NULL)
		add->value = xstrdup(value);
}

const struct effect *effects_find(const struct effects *e, enum effect_kind kind)
{
	int i;

	for (i = 0; i < e->n; i++)
		if (e->list[i].kind == kind)
			return &e->list[i];
	return NULL;
}

void effects_free(struct effects *e)
{
	int i;

	for (i = 0; i < e->n; i++)
		value_free(&e->list[i]);
	e->n = 0;
}

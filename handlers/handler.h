/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handler: what a menu can make happen.
 *
 * A node of kind "handler" in a menu tree names one of these. A handler is a pure function: from
 * what is known of the turn it tells effects, which the core performs later, and one outcome, a
 * word that the tree leads on to a node. Handlers hold no words for people and know no nodes, so
 * neither translators nor operators can break them; they keep no state, do no input or output and
 * cannot fail. Each is one file that exports one const entry; table.c lists them.
 */
#ifndef HANDLER_H
#define HANDLER_H

#include <stdint.h>

#include "text/understand.h"

enum effect_kind {
	EFFECT_URGENT,   /* open the person's case, or raise it: a human must look at once */
	EFFECT_HUMAN,    /* open the person's case: a human is wanted, at normal urgency */
	EFFECT_ANSWER,   /* a named answer of the person, for the case */
	EFFECT_CALLBACK, /* when to call: `value` is "now", "tonight" or "text" (never call) */
	EFFECT_STOP,     /* nothing more goes out to the person until they write again */
	EFFECT_ERASE,    /* forget the conversation and the way to the person */
	EFFECT_QUIET     /* not safe now: nothing more goes out until they write again */
};

enum { EFFECT_NAME_MAX = 32 };

/* One wish to the core. STOP, ERASE and QUIET are about what comes after this turn: the texts of
 * the turn itself are answers owed and still go. */
struct effect {
	enum effect_kind kind;
	char name[EFFECT_NAME_MAX]; /* of the answer; "" for other kinds */
	char *value;                /* owned UTF-8, or NULL */
};

/* "urgent human answer callback stop erase quiet", for logs. */
const char *effect_name(enum effect_kind kind);

/* Effects of one turn. A kind is there once, an answer once for each name: the later one counts. */
enum { EFFECTS_MAX = 8 };

struct effects {
	struct effect list[EFFECTS_MAX];
	int n;
};

/* `name` and `value` are copied; each may be NULL. */
void effects_add(struct effects *e, enum effect_kind kind, const char *name, const char *value);
/* The first of a kind, or NULL. */
const struct effect *effects_find(const struct effects *e, enum effect_kind kind);
/* Frees and wipes the values; `e` is empty again. */
void effects_free(struct effects *e);

/* Everything is borrowed and never NULL. */
struct handler_input {
	const char *value; /* of the option that was chosen in this turn, or "" */
	const char *text;  /* what the person wrote */
	const struct understanding *u;
	int64_t now_ms;
};

struct handler {
	const char *name; /* as tree.conf writes it */
	const char *what; /* one sentence for operators */
	/* NULL-terminated, never empty. The tree must lead each of them on. */
	const char *const *outcomes;
	/* Adds effects and returns one of `outcomes`, as its index. */
	int (*run)(const struct handler_input *in, struct effects *out);
};

/* By name, or NULL. */
const struct handler *handler_find(const char *name);
/* All of them, NULL-terminated. */
extern const struct handler *const handlers[];

#endif

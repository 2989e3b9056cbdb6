/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * commit.c: keys and arguments are gathered apart, as FCALL wants them, and joined when sent.
 */
#include "bus/commit.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/name.h"

/* A claimed code is remembered so long, so that a late answer is told what became of its case. */
static const char code_ttl_s[] = "604800";

struct list {
	struct arg *v;
	size_t n, room;
};

struct commit {
	const char *hotline;
	struct list keys, args, all;
	char nkeys[16];
};

static void append(struct list *l, const void *data, size_t len)
{
	if (l->n == l->room) {
		l->room = l->room ? 2 * l->room : 16;
		l->v = xrealloc(l->v, l->room * sizeof(*l->v));
	}
	l->v[l->n++] = (struct arg){xmemdup(data, len), len};
}

static void append_string(struct list *l, const char *s)
{
	append(l, s, strlen(s));
}

static void append_number(struct list *l, int64_t n)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, n);
	append_string(l, text);
}

static void drop(struct list *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free((void *)(uintptr_t)l->v[i].data);
	free(l->v);
}

struct commit *commit_new(const char *hotline)
{
	struct commit *c = xcalloc(1, sizeof(*c));

	c->hotline = hotline;
	return c;
}

void commit_free(struct commit *c)
{
	if (c == NULL)
		return;
	drop(&c->keys);
	drop(&c->args);
	free(c->all.v); /* its elements belong to the other two */
	free(c);
}

static void key(struct commit *c, const char *what, const char *rest)
{
	append_string(&c->keys, bus_key(c->hotline, what, rest).s);
}

static void op(struct commit *c, const char *name, int nargs)
{
	append_string(&c->args, name);
	append_number(&c->args, nargs);
}

/* An operation whose arguments are all strings; the list ends with NULL. */
static void op_strings(struct commit *c, const char *name, ...)
{
	const char *s;
	va_list ap;
	int n = 0;

	va_start(ap, name);
	while (va_arg(ap, const char *) != NULL)
		n++;
	va_end(ap);
	op(c, name, n);
	va_start(ap, name);
	while ((s = va_arg(ap, const char *)) != NULL)
		append_string(&c->args, s);
	va_end(ap);
}

void commit_cause_intake(struct commit *c, const char *id, const char *lane)
{
	key(c, "in", NULL);
	key(c, "lane", lane);
	op_strings(c, "intake", id, NULL);
}

void commit_cause_timer(struct commit *c, const char *member)
{
	key(c, "timers", NULL);
	op_strings(c, "timer", member, NULL);
}

void commit_cause_result(struct commit *c, const char *id)
{
	key(c, "res", NULL);
	op_strings(c, "result", id, NULL);
}

void commit_session(
	struct commit *c, const char *person, int64_t version, const struct buf *box, int ttl_s)
{
	key(c, "sess", person);
	op(c, "session", 3);
	append_number(&c->args, version);
	append(&c->args, box->data, box->len);
	append_number(&c->args, ttl_s);
}

void commit_case(
	struct commit *c, const char *id, int64_t version, size_t n, const struct arg fields[][2])
{
	size_t i;

	key(c, "case", id);
	op(c, "case", (int)(1 + 2 * n));
	append_number(&c->args, version);
	for (i = 0; i < n; i++) {
		append(&c->args, fields[i][0].data, fields[i][0].len);
		append(&c->args, fields[i][1].data, fields[i][1].len);
	}
}

void commit_opened(struct commit *c, const char *id)
{
	key(c, "cases", NULL);
	key(c, "open", NULL);
	key(c, "case", id);
	op_strings(c, "opened", id, NULL);
}

void commit_log(struct commit *c, const char *id, const struct buf *box)
{
	key(c, "log", id);
	op(c, "log", 1);
	append(&c->args, box->data, box->len);
}

void commit_out(struct commit *c, const char *channel, const char *kind, const char *ref,
	const struct buf *box)
{
	key(c, "out", channel);
	op(c, "out", 3);
	append_string(&c->args, kind);
	append_string(&c->args, ref);
	append(&c->args, box->data, box->len);
}

void commit_code(struct commit *c, const char *code, const char *id, const char *who)
{
	key(c, "code", code);
	op_strings(c, "code", id, who, code_ttl_s, NULL);
}

void commit_later(struct commit *c, const char *member, int64_t delay_ms)
{
	key(c, "timers", NULL);
	op(c, "later", 2);
	append_string(&c->args, member);
	append_number(&c->args, delay_ms);
}

void commit_never(struct commit *c, const char *member)
{
	key(c, "timers", NULL);
	op_strings(c, "never", member, NULL);
}

void commit_quarantine(
	struct commit *c, const char *channel, const char *why, const void *box, size_t len)
{
	key(c, "quar", NULL);
	op(c, "quarantine", 3);
	append_string(&c->args, channel);
	append_string(&c->args, why);
	append(&c->args, box, len);
}

void commit_count(struct commit *c, const char *counter)
{
	key(c, "count", NULL);
	op_strings(c, "count", counter, NULL);
}

const struct arg *commit_args(struct commit *c, size_t *n)
{
	struct list *all = &c->all;
	size_t want = 3 + c->keys.n + c->args.n;

	all->v = xrealloc(all->v, want * sizeof(*all->v));
	snprintf(c->nkeys, sizeof(c->nkeys), "%zu", c->keys.n);
	all->v[0] = ARG("FCALL");
	all->v[1] = ARG("hl_commit");
	all->v[2] = ARG(c->nkeys);
	memcpy(all->v + 3, c->keys.v, c->keys.n * sizeof(*all->v));
	memcpy(all->v + 3 + c->keys.n, c->args.v, c->args.n * sizeof(*all->v));
	*n = want;
	return all->v;
}

enum commit_answer commit_answer(const redisReply *reply)
{
	static const struct {
		const char *word;
		enum commit_answer answer;
	} table[] = {
		{"OK", COMMIT_OK},
		{"GONE", COMMIT_GONE},
		{"EARLY", COMMIT_EARLY},
		{"STALE", COMMIT_STALE},
	};
	size_t i;

	if (reply == NULL || reply->type != REDIS_REPLY_STATUS)
		return COMMIT_LOST;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(reply->str, table[i].word) == 0)
			return table[i].answer;
	return COMMIT_LOST;
}

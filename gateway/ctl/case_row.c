/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_row.c: reading the hash of a case. */
#include "ctl/case_row.h"

#include <stdlib.h>
#include <string.h>

#include "bus/name.h"

bool case_id_ok(const char *id)
{
	size_t n = strlen(id);

	return n > 0 && n <= CASE_ID_MAX &&
	       strspn(id, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_") == n;
}

static void take(char out[CASE_FIELD_MAX], const redisReply *hash, const char *field)
{
	const redisReply *r = reply_field(hash, field);

	if (r == NULL || strlen(r->str) >= CASE_FIELD_MAX)
		strcpy(out, "?");
	else
		strcpy(out, r->str);
}

static int64_t take_ms(const redisReply *hash, const char *field)
{
	const redisReply *r = reply_field(hash, field);

	return r != NULL ? strtoll(r->str, NULL, 10) : 0;
}

int case_row_load(struct case_row *row, struct ctl *ctl, const char *id, struct err *err)
{
	struct bus_key key = bus_key(ctl->conf.name, "case", id);
	redisReply *r = WIRE_CALL(ctl->wire, err, ARG("HGETALL"), ARG(key.s));
	const redisReply *wrapped;

	memset(row, 0, sizeof(*row));
	if (r == NULL)
		return -1;
	if (r->type != REDIS_REPLY_ARRAY || r->elements == 0) {
		freeReplyObject(r);
		return 0;
	}
	strncpy(row->id, id, CASE_ID_MAX);
	take(row->state, r, "state");
	take(row->urgency, r, "urg");
	take(row->lang, r, "lang");
	take(row->country, r, "cc");
	/* A case that nobody has taken has no owner. */
	if (reply_field(r, "owner") != NULL)
		take(row->owner, r, "owner");
	row->opened_ms = take_ms(r, "opened");
	row->changed_ms = take_ms(r, "changed");
	wrapped = reply_field(r, "key");
	if (wrapped != NULL)
		buf_put(&row->key, wrapped->str, wrapped->len);
	freeReplyObject(r);
	return 1;
}

void case_row_free(struct case_row *row)
{
	buf_free(&row->key);
}

/* What is no UTF-8 does not become JSON: it stands as "?". */
static json_t *word(const char *s)
{
	json_t *v = json_string(s);

	return v != NULL ? v : json_string("?");
}

json_t *case_row_json(const struct case_row *row)
{
	return json_pack("{so so so so so so sI sI}", "id", word(row->id), "state",
		word(row->state), "urgency", word(row->urgency), "lang", word(row->lang), "country",
		word(row->country), "owner", word(row->owner), "opened_ms",
		(json_int_t)row->opened_ms, "changed_ms", (json_int_t)row->changed_ms);
}

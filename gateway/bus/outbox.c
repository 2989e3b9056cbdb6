/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outbox.c: reading, marking and settling what a channel has to send. */
#include "bus/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus/name.h"

int outbox_init(struct wire *w, const struct conf *conf, const char *channel, struct err *err)
{
	struct bus_key out = bus_key(conf->name, "out", channel);
	redisReply *r = WIRE_CALL(w, err, ARG("XGROUP"), ARG("CREATE"), ARG(out.s), ARG("modem"),
		ARG("0"), ARG("MKSTREAM"));

	if (r == NULL)
		return wire_connected(w) && strstr(err->msg, "BUSYGROUP") != NULL ? 0 : -1;
	freeReplyObject(r);
	return 0;
}

int outbox_ask(struct wire *w, const struct conf *conf, const char *channel, bool again,
	int block_ms, struct err *err)
{
	struct bus_key out = bus_key(conf->name, "out", channel);
	char block[16];

	snprintf(block, sizeof(block), "%d", block_ms);
	return WIRE_SEND(w, err, ARG("XREADGROUP"), ARG("GROUP"), ARG("modem"), ARG("w"),
		ARG("COUNT"), ARG("1"), ARG("BLOCK"), ARG(block), ARG("STREAMS"), ARG(out.s),
		ARG(again ? "0" : ">"));
}

static void copy_field(char *to, size_t room, const redisReply *fields, const char *name)
{
	const redisReply *v = reply_field(fields, name);

	snprintf(to, room, "%s", v != NULL && v->len < room ? v->str : "-");
}

/* Fills *e from [[stream, [[id, [field, value, ...]]]]]; false when there is none. */
static bool first_entry(const redisReply *r, struct out_entry *e)
{
	const redisReply *list, *entry, *box;

	if (r->type != REDIS_REPLY_ARRAY || r->elements != 1 || r->element[0]->elements != 2)
		return false;
	list = r->element[0]->element[1];
	if (list->type != REDIS_REPLY_ARRAY || list->elements == 0 ||
		list->element[0]->elements != 2)
		return false;
	entry = list->element[0];
	snprintf(e->id, sizeof(e->id), "%s", entry->element[0]->str);
	copy_field(e->ref, sizeof(e->ref), entry->element[1], "ref");
	copy_field(e->kind, sizeof(e->kind), entry->element[1], "kind");
	box = reply_field(entry->element[1], "b");
	if (box != NULL)
		buf_put(&e->box, box->str, box->len);
	return true;
}

int outbox_take(struct wire *w, struct out_entry *e, struct err *err)
{
	redisReply *r = NULL;
	int got = wire_take(w, &r, err);

	memset(e, 0, sizeof(*e));
	if (got <= 0)
		return got;
	if (r->type == REDIS_REPLY_ERROR) {
		err_set(err, "Redis refused to read the outbox: %.200s", r->str);
		freeReplyObject(r);
		wire_close(w);
		return -1;
	}
	got = first_entry(r, e) ? 1 : 2;
	freeReplyObject(r);
	return got;
}

void out_entry_free(struct out_entry *e)
{
	buf_free(&e->box);
}

int outbox_mark(struct wire *w, const struct conf *conf, const char *channel, const char *id,
	bool *marked, struct err *err)
{
	struct bus_key sub = bus_key(conf->name, "sub", channel);
	redisReply *r =
		WIRE_CALL(w, err, ARG("FCALL"), ARG("hl_submit"), ARG("1"), ARG(sub.s), ARG(id));

	if (r == NULL)
		return -1;
	*marked = r->type == REDIS_REPLY_INTEGER && r->integer == 1;
	freeReplyObject(r);
	return 0;
}

int outbox_settle(struct wire *w, const struct conf *conf, const char *channel,
	const struct out_entry *e, const char *state, const char *why, struct err *err)
{
	struct bus_key out = bus_key(conf->name, "out", channel),
		       res = bus_key(conf->name, "res", NULL);
	struct bus_key sub = bus_key(conf->name, "sub", channel);
	redisReply *r = WIRE_CALL(w, err, ARG("FCALL"), ARG("hl_settle"), ARG("3"), ARG(out.s),
		ARG(sub.s), ARG(res.s), ARG(channel), ARG(e->id), ARG(e->ref), ARG(e->kind),
		ARG(state), ARG(why));

	if (r == NULL)
		return -1;
	freeReplyObject(r);
	return 0;
}

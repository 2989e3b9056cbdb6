/* SPDX-License-Identifier: GPL-3.0-or-later */
/* casefile.c: a case's hash and log, in and out of Redis. */
#include "core/casefile.h"

#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/hex.h"
#include "core/core.h"
#include "seal/box.h"

static const char *label(char out[32], const char *kind, const char *id)
{
	snprintf(out, 32, "%s:%s", kind, id);
	return out;
}

void casefile_new(struct casefile *cf)
{
	uint8_t id[CASEFILE_ID_LEN / 2];

	memset(cf, 0, sizeof(*cf));
	seal_random_bytes(id, sizeof(id));
	hex_encode(cf->id, id, sizeof(id));
	seal_random_bytes(cf->key, sizeof(cf->key));
	cf->state = CASE_NEW;
	strcpy(cf->country, "--");
}

static void take(char *out, size_t room, const redisReply *hash, const char *field)
{
	const redisReply *r = reply_field(hash, field);

	snprintf(out, room, "%s", r != NULL && strlen(r->str) < room ? r->str : "");
}

static int64_t take_int(const redisReply *hash, const char *field)
{
	const redisReply *r = reply_field(hash, field);

	return r != NULL ? strtoll(r->str, NULL, 10) : 0;
}

/* "4827=anna,5120=ben" */
static void take_alerts(struct casefile *cf, const redisReply *r)
{
	const char *s = r != NULL ? r->str : "";
	struct casefile_alert *a;
	int used;

	while (cf->n_alerts < ROSTER_MAX) {
		a = &cf->alerts[cf->n_alerts];
		used = 0;
		if (sscanf(s, "%4[0-9]=%23[a-z0-9-]%n", a->code, a->who, &used) != 2 || used == 0)
			return;
		cf->n_alerts++;
		s += used;
		if (*s++ != ',')
			return;
	}
}

static int take_route(
	struct casefile *cf, const struct core *core, const redisReply *r, struct err *err)
{
	struct buf clear = BUF_INIT;
	const char *to, *channel;
	char l[32];
	json_t *j;
	int zawgyi, bad;

	if (r == NULL || r->len == 0)
		return 0; /* erased */
	if (box_unlock(&clear, core->ring.route, label(l, "route", cf->id), r->str, r->len, err) <
		0)
		return err_wrap(err, "the way back");
	j = json_loadb(clear.data, clear.len, 0, NULL);
	bad = json_unpack(j, "{ss ss sb}", "to", &to, "ch", &channel, "z", &zawgyi) < 0 ||
	      strlen(to) >= sizeof(cf->route) || strlen(channel) >= sizeof(cf->channel);
	if (!bad) {
		strcpy(cf->route, to);
		strcpy(cf->channel, channel);
		cf->zawgyi = zawgyi;
	}
	json_decref(j);
	buf_free(&clear);
	return bad ? err_set(err, "the way back is malformed") : 0;
}

int casefile_key(struct casefile *cf, const struct core *core, const char *id,
	const redisReply *wrapped, struct err *err)
{
	struct buf clear = BUF_INIT;
	char l[32];
	int bad;

	snprintf(cf->id, sizeof(cf->id), "%s", id);
	if (wrapped == NULL || wrapped->type != REDIS_REPLY_STRING)
		return err_set(err, "it has no key");
	bad = box_unlock(&clear, core->ring.wrap, label(l, "wrap", id), wrapped->str, wrapped->len,
		      err) < 0;
	if (!bad && clear.len == sizeof(cf->key))
		memcpy(cf->key, clear.data, clear.len);
	else if (!bad)
		bad = err_set(err, "its key has another length") < 0;
	buf_free(&clear);
	return bad ? -1 : 0;
}

int casefile_read(struct casefile *cf, const struct core *core, const char *id,
	const redisReply *hash, struct err *err)
{
	const redisReply *state;
	int s;
	char own[CASEFILE_ID_LEN + 1];

	if (strlen(id) > CASEFILE_ID_LEN)
		return err_set(err, "its name is too long");
	strcpy(own, id); /* which may be cf->id */
	id = own;
	memset(cf, 0, sizeof(*cf));
	if (hash->type != REDIS_REPLY_ARRAY || hash->elements == 0)
		return 0;
	if (casefile_key(cf, core, id, reply_field(hash, "key"), err) < 0)
		return -1;
	state = reply_field(hash, "state");
	s = state != NULL ? case_state_parse(state->str) : -1;
	if (s < 0)
		return err_set(err, "its state is none");
	cf->state = (enum case_state)s;
	cf->version = take_int(hash, "v");
	cf->urgent = reply_field(hash, "urg") != NULL &&
		     strcmp(reply_field(hash, "urg")->str, "urgent") == 0;
	take(cf->lang, sizeof(cf->lang), hash, "lang");
	take(cf->country, sizeof(cf->country), hash, "cc");
	take(cf->owner, sizeof(cf->owner), hash, "owner");
	cf->level = (int)take_int(hash, "level");
	cf->round = (int)take_int(hash, "round");
	cf->hush = take_int(hash, "hush") != 0;
	take_alerts(cf, reply_field(hash, "alerts"));
	if (take_route(cf, core, reply_field(hash, "route"), err) < 0)
		return -1;
	return 1;
}

static void lock_route(struct buf *out, const struct casefile *cf, const struct core *core)
{
	char *clear, l[32];
	json_t *j;

	if (*cf->route == '\0')
		return;
	j = json_pack("{ss ss sb}", "to", cf->route, "ch", cf->channel, "z", cf->zawgyi);
	clear = json_dumps(j, JSON_COMPACT);
	json_decref(j);
	box_lock(out, core->ring.route, label(l, "route", cf->id), clear, strlen(clear));
	sodium_memzero(clear, strlen(clear));
	free(clear);
}

void casefile_write(const struct casefile *cf, const struct core *core, struct commit *c)
{
	struct buf key = BUF_INIT, route = BUF_INIT, alerts = BUF_INIT;
	char level[12], round[12], l[32];
	int i;

	snprintf(level, sizeof(level), "%d", cf->level);
	snprintf(round, sizeof(round), "%d", cf->round);
	box_lock(&key, core->ring.wrap, label(l, "wrap", cf->id), cf->key, sizeof(cf->key));
	lock_route(&route, cf, core);
	for (i = 0; i < cf->n_alerts; i++)
		buf_printf(&alerts, "%s%s=%s", i > 0 ? "," : "", cf->alerts[i].code,
			cf->alerts[i].who);
	commit_case(c, cf->id, cf->version, 11,
		(const struct arg[][2]){
			{ARG("state"), ARG(case_state_name(cf->state))},
			{ARG("urg"), ARG(cf->urgent ? "urgent" : "normal")},
			{ARG("lang"), ARG(cf->lang)},
			{ARG("cc"), ARG(cf->country)},
			{ARG("owner"), ARG(cf->owner)},
			{ARG("level"), ARG(level)},
			{ARG("round"), ARG(round)},
			{ARG("hush"), ARG(cf->hush ? "1" : "0")},
			{ARG("key"), ARG_N(key.data, key.len)},
			{ARG("route"), ARG_N(route.data != NULL ? route.data : "", route.len)},
			{ARG("alerts"), ARG_N(alerts.data != NULL ? alerts.data : "", alerts.len)},
		});
	if (cf->version == 0)
		commit_opened(c, cf->id);
	buf_free(&key);
	buf_free(&route);
	buf_free(&alerts);
}

void casefile_log(const struct casefile *cf, struct commit *c, const struct rec_entry *e)
{
	struct buf clear = BUF_INIT, box = BUF_INIT;
	char l[32];

	rec_entry_encode(&clear, e);
	box_lock(&box, cf->key, label(l, "case", cf->id), clear.data, clear.len);
	commit_log(c, cf->id, &box);
	buf_free(&clear);
	buf_free(&box);
}

void casefile_event(const struct casefile *cf, struct commit *c, const char *who, const char *ref,
	const char *fmt, ...)
{
	struct rec_entry e = {.kind = ENTRY_EVENT, .at_ms = clock_wall_ms()};
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&e.text, fmt, ap) < 0)
		abort();
	va_end(ap);
	snprintf(e.who, sizeof(e.who), "%s", who);
	snprintf(e.ref, sizeof(e.ref), "%s", ref != NULL ? ref : "");
	casefile_log(cf, c, &e);
	rec_entry_free(&e);
}

bool casefile_happen(struct casefile *cf, enum case_event event)
{
	int next = case_state_next(cf->state, event);

	if (next < 0)
		return false;
	cf->state = (enum case_state)next;
	return true;
}

void casefile_forget(struct casefile *cf)
{
	sodium_memzero(cf, sizeof(*cf));
}

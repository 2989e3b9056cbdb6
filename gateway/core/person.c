/* SPDX-License-Identifier: GPL-3.0-or-later */
/* person.c: sessions, in and out of Redis. */
#include "core/person.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/core.h"

enum { DAY_MS = 24 * 60 * 60 * 1000, DAY_S = 24 * 60 * 60 };

void person_name(struct person *p, const struct core *core, const char *number)
{
	memset(p, 0, sizeof(*p));
	seal_hash(p->id, core->ring.person, number, strlen(number));
}

static const char *label(char out[64], const struct person *p)
{
	snprintf(out, 64, "sess:%s", p->id);
	return out;
}

static int from_json(struct person *p, json_t *j, struct err *err)
{
	json_t *menu, *longs, *item;
	const char *case_id;
	struct menu_state state;
	size_t i;

	if (json_unpack(j, "{so ss so}", "menu", &menu, "case", &case_id, "long", &longs) < 0 ||
		strlen(case_id) >= sizeof(p->case_id) || !json_is_array(longs))
		return err_set(err, "session: malformed");
	if (menu_state_from_json(&state, menu, err) < 0)
		return -1;
	p->menu = state;
	strcpy(p->case_id, case_id);
	json_array_foreach(longs, i, item)
	{
		struct person_long *l = &p->longs[i];
		json_int_t at;

		if (i >= PERSON_LONG_MAX)
			break;
		if (json_unpack(item, "[iiI]", &l->ref, &l->total, &at) < 0)
			return err_set(err, "session: malformed");
		l->at_ms = at;
	}
	return 0;
}

int person_read(struct person *p, const struct core *core, const redisReply *reply, struct err *err)
{
	const redisReply *version, *box;
	struct buf clear = BUF_INIT;
	json_t *j;
	char l[64];
	int bad;

	if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2)
		return err_set(err, "session: strange answer");
	version = reply->element[0];
	box = reply->element[1];
	if (version->type != REDIS_REPLY_STRING)
		return 0; /* never met, or long ago */
	p->version = strtoll(version->str, NULL, 10);
	if (box->type != REDIS_REPLY_STRING)
		return err_set(err, "session: it has no contents");
	if (box_unlock(&clear, core->ring.session, label(l, p), box->str, box->len, err) < 0)
		return err_wrap(err, "session");
	j = json_loadb(clear.data, clear.len, 0, NULL);
	bad = from_json(p, j, err);
	json_decref(j);
	buf_free(&clear);
	return bad;
}

void person_write(const struct person *p, const struct core *core, struct commit *c)
{
	json_t *j, *longs = json_array();
	struct buf box = BUF_INIT;
	char *clear, l[64];
	int i;

	for (i = 0; i < PERSON_LONG_MAX; i++)
		if (p->longs[i].total > 0)
			json_array_append_new(
				longs, json_pack("[iiI]", p->longs[i].ref, p->longs[i].total,
					       (json_int_t)p->longs[i].at_ms));
	j = json_pack("{so ss so}", "menu", menu_state_to_json(&p->menu), "case", p->case_id,
		"long", longs);
	clear = json_dumps(j, JSON_COMPACT);
	json_decref(j);
	box_lock(&box, core->ring.session, label(l, p), clear, strlen(clear));
	sodium_memzero(clear, strlen(clear));
	free(clear);
	commit_session(c, p->id, p->version, &box, core->conf->core.session_days * DAY_S);
	buf_free(&box);
}

bool person_continues(struct person *p, int ref, int total, int64_t now_ms)
{
	int i;

	for (i = 0; i < PERSON_LONG_MAX; i++)
		if (p->longs[i].ref == ref && p->longs[i].total == total &&
			now_ms - p->longs[i].at_ms < DAY_MS)
			return true;
	memmove(&p->longs[1], &p->longs[0], (PERSON_LONG_MAX - 1) * sizeof(p->longs[0]));
	p->longs[0] = (struct person_long){ref, total, now_ms};
	return false;
}

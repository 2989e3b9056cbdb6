/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intake.c: sealing a received text and making it durable. */
#include "bus/intake.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/hex.h"
#include "bus/name.h"

/* Service centres give up redelivery within days; a mark older than that has no twin to come. */
static const char seen_ttl_s[] = "1209600";

int intake_keys_load(
	struct intake_keys *k, const struct conf *conf, const char *role, struct err *err)
{
	uint8_t *master;

	memset(k, 0, sizeof(*k));
	if (key_public_load(&k->core, conf, "core", err) < 0)
		return -1;
	master = key_load(conf, role, "intake.key", err);
	if (master == NULL)
		return -1;
	k->lane = key_derive(master, SEAL_FOR_LANE);
	k->seen = key_derive(master, SEAL_FOR_SEEN);
	key_free(master);
	return 0;
}

void intake_keys_free(struct intake_keys *k)
{
	key_free(k->lane);
	key_free(k->seen);
	memset(k, 0, sizeof(*k));
}

void intake_seal(
	struct intake *in, const struct intake_keys *k, const char *sim, const struct rec_in *r)
{
	struct buf clear = BUF_INIT;
	char hash[SEAL_HASH_LEN + 1];
	unsigned int bits;

	memset(in, 0, sizeof(*in));
	seal_hash(hash, k->lane, r->from, strlen(r->from));
	sscanf(hash, "%4x", &bits);
	in->lane = (int)(bits % BUS_LANES);

	buf_puts(&clear, sim);
	buf_putc(&clear, '\0');
	buf_put(&clear, r->pdu, r->pdu_len);
	seal_hash(in->mark, k->seen, clear.data, clear.len);

	buf_clear(&clear);
	rec_in_encode(&clear, r);
	box_seal(&in->box, k->core.public, "in", clear.data, clear.len);
	buf_free(&clear);
}

void intake_free(struct intake *in)
{
	buf_free(&in->box);
}

/* With replicas configured, an answer counts once that many hold it too. */
static int wait_replicas(struct wire *w, const struct conf *conf, struct err *err)
{
	char n[16];
	redisReply *r;
	bool enough;

	if (conf->redis.replicas == 0)
		return 0;
	snprintf(n, sizeof(n), "%d", conf->redis.replicas);
	r = WIRE_CALL(w, err, ARG("WAIT"), ARG(n), ARG("2000"));
	if (r == NULL)
		return -1;
	enough = r->type == REDIS_REPLY_INTEGER && r->integer >= conf->redis.replicas;
	freeReplyObject(r);
	return enough ? 0 : err_set(err, "Redis: fewer than %s replicas hold it", n);
}

int intake_put(struct wire *w, const struct conf *conf, const struct intake *in, bool *known,
	struct err *err)
{
	char lane[8];
	struct bus_key in_key = bus_key(conf->name, "in", NULL), seen, lane_key;
	redisReply *r;

	snprintf(lane, sizeof(lane), "%d", in->lane);
	lane_key = bus_key(conf->name, "lane", lane);
	seen = bus_key(conf->name, "seen", in->mark);
	r = WIRE_CALL(w, err, ARG("FCALL"), ARG("hl_intake"), ARG("3"), ARG(in_key.s),
		ARG(lane_key.s), ARG(seen.s), ARG(lane), ARG_N(in->box.data, in->box.len),
		ARG(seen_ttl_s));
	if (r == NULL)
		return -1;
	*known = r->type == REDIS_REPLY_ARRAY && r->elements == 2 && r->element[1]->integer == 1;
	freeReplyObject(r);
	return wait_replicas(w, conf, err);
}

int intake_quarantine(struct wire *w, const struct conf *conf, const struct intake_keys *k,
	const char *channel, const char *why, const void *octets, size_t len, struct err *err)
{
	struct bus_key key = bus_key(conf->name, "quar", NULL);
	struct buf box = BUF_INIT;
	redisReply *r;

	box_seal(&box, k->core.public, "quar", octets, len);
	r = WIRE_CALL(w, err, ARG("XADD"), ARG(key.s), ARG("MAXLEN"), ARG("~"), ARG("10000"),
		ARG("*"), ARG("ch"), ARG(channel), ARG("why"), ARG(why), ARG("b"),
		ARG_N(box.data, box.len));
	buf_free(&box);
	if (r == NULL)
		return -1;
	freeReplyObject(r);
	return wait_replicas(w, conf, err);
}

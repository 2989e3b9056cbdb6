/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * intake: a received text, sealed and ready for Redis or for the spool.
 *
 * All that may be known about it without the core's key is here: a lane (one of 1024, from a keyed
 * hash of the sender, for order only; about a hundred thousand numbers of a country share each) and
 * a mark (a keyed hash of SIM and PDU) by which a text read twice is known.
 */
#ifndef BUS_INTAKE_H
#define BUS_INTAKE_H

#include "base/buf.h"
#include "base/err.h"
#include "bus/record.h"
#include "bus/wire.h"
#include "seal/box.h"

struct intake_keys {
	struct key_pair core; /* public half */
	uint8_t *lane, *seen;
};

struct intake {
	int lane;
	char mark[SEAL_HASH_LEN + 1];
	struct buf box;
};

int intake_keys_load(
	struct intake_keys *k, const struct conf *conf, const char *role, struct err *err);
void intake_keys_free(struct intake_keys *k);

/* `sim` names the SIM card (IMSI) that held the text. */
void intake_seal(
	struct intake *in, const struct intake_keys *k, const char *sim, const struct rec_in *r);
void intake_free(struct intake *in);

/* Durable when it returns 0 (appendfsync always; WAIT with `replicas`). *known is set when the same
 * text had been taken in before. -1: not taken in, or not known; try again later. */
int intake_put(struct wire *w, const struct conf *conf, const struct intake *in, bool *known,
	struct err *err);

/* Raw octets that are no text of anybody, sealed to the core, with the reason in words. Durable
 * like intake_put. */
int intake_quarantine(struct wire *w, const struct conf *conf, const struct intake_keys *k,
	const char *channel, const char *why, const void *octets, size_t len, struct err *err);

#endif

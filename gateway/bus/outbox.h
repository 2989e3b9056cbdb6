/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * outbox: a channel's side of its outgoing stream, and the marks of Law 3.
 *
 *     queued -> submitting -> sent | failed | unknown
 *
 * outbox_mark() makes *submitting* durable before the modem gets the text; outbox_settle() records
 * the end and removes mark and entry in one step. What carries a mark when a worker starts was in
 * the modem's hands when its predecessor died: an alert is then sent again, anything else is
 * settled as *unknown*.
 */
#ifndef BUS_OUTBOX_H
#define BUS_OUTBOX_H

#include <stdbool.h>

#include "base/conf.h"
#include "base/err.h"
#include "bus/record.h"
#include "bus/wire.h"

struct out_entry {
	char id[32];
	char ref[REC_REF_MAX];
	char kind[12];
	struct buf box; /* sealed rec_out, label "out:<channel>" */
};

/* Makes the consumer group if it is not there. */
int outbox_init(struct wire *w, const struct conf *conf, const char *channel, struct err *err);

/* Asks for the next entry on `w` (a connection of its own), which blocks on Redis' side up to
 * `block_ms`; poll wire_fd(w) and call outbox_take. `again`: entries that were handed out before
 * and never settled (after a restart; until none is left), else new ones. */
int outbox_ask(struct wire *w, const struct conf *conf, const char *channel, bool again,
	int block_ms, struct err *err);
/* 1: *e is filled; 0: not yet; 2: none came, ask anew; -1: connection lost. An entry whose fields
 * are not ours comes back with an empty box and is to be settled as failed. */
int outbox_take(struct wire *w, struct out_entry *e, struct err *err);
void out_entry_free(struct out_entry *e);

/* On the command connection. *marked tells whether the mark stood already. */
int outbox_mark(struct wire *w, const struct conf *conf, const char *channel, const char *id,
	bool *marked, struct err *err);
int outbox_settle(struct wire *w, const struct conf *conf, const char *channel,
	const struct out_entry *e, const char *state, const char *why, struct err *err);

#endif

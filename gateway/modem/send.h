/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * send: one outgoing text: marked, sent part by part, settled.
 *
 * A text whose end is not known is settled as *unknown* and never repeated, but for an alert, which
 * is repeated: two alerts are better than none (Law 3; bus/outbox.h).
 */
#ifndef MODEM_SEND_H
#define MODEM_SEND_H

#include "base/conf.h"
#include "bus/outbox.h"
#include "modem/session.h"
#include "seal/keys.h"

struct sender {
	const struct conf *conf;
	const char *channel;
	struct session *session;
	const struct key_pair *key;
	struct wire *cmd, *ask;
	bool ready; /* the consumer group is there */
	bool again; /* what was handed out before comes first */
	int64_t asked_ms;
	bool asked;
	/* Ended but not recorded, since Redis went away: recorded before anything else is done. */
	struct out_entry ended;
	bool unsettled;
	char state[12], why[160];
};

int sender_init(struct sender *s, const struct conf *conf, const char *channel,
	struct session *session, const struct key_pair *key, struct wire *cmd, struct err *err);
void sender_free(struct sender *s);
/* The socket that becomes readable when there is something to send, or -1. */
int sender_fd(const struct sender *s);

/* Takes at most one text and sends it. 1: one was; 0: none is there, or Redis is away; -1: the
 * session is over. */
int sender_step(struct sender *s, struct err *err);

#endif

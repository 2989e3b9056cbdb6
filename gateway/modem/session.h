/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * session: libgammu on one modem, through the filter.
 *
 * libgammu does what it does well: the opening dialogue, the PIN, notifications, status and sending
 * of a part. Each call is preceded by a deadline for the supervisor, since a call may block for
 * minutes on a mute modem. After a timeout or an answer that it did not understand, libgammu's idea
 * of the modem is wrong: the session is over, and with it the worker.
 */
#ifndef MODEM_SESSION_H
#define MODEM_SESSION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/conf.h"
#include "base/err.h"
#include "modem/raw.h"

enum { SESSION_SIM_MAX = 24, SESSION_WORD_MAX = 64 };

struct session;

/* Opens the modem; -1 when it cannot be. */
struct session *session_open(
	const struct conf *conf, const struct conf_modem *modem, struct err *err);
void session_close(struct session *s);
struct raw *session_raw(struct session *s);
/* The SIM's IMSI; never to be logged. */
const char *session_sim(const struct session *s);

/* Asks to be told of new texts. False: the modem does not; then only sweeps find them. */
bool session_listen(struct session *s, struct err *err);
/* Lets libgammu swallow what came unasked. */
void session_hear(struct session *s);

struct session_status {
	char imei[SESSION_WORD_MAX], operator[SESSION_WORD_MAX], network[SESSION_WORD_MAX];
	int signal_dbm; /* 0 = not known */
};
/* -1: the session is over. */
int session_status(struct session *s, struct session_status *out, struct err *err);

/* What became of one part. */
enum session_sent {
	SESSION_SENT,
	SESSION_REFUSED, /* surely not sent; `code` is the +CMS ERROR or -1 */
	SESSION_DOUBT    /* may have been sent; the session is over */
};
struct session_part {
	const char *to;
	const char *text; /* UTF-8 */
	size_t len;
	bool ucs2;
	int ref, total, part; /* total 1: no header */
};
enum session_sent session_send(
	struct session *s, const struct session_part *p, int *code, struct err *err);

#endif

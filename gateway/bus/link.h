/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link: Redis for event-driven programs (hiredis async on libevent).
 *
 * hiredis 0.14 knows no time limit on a command and no reconnection: a link has both. It connects,
 * authenticates and says `up`; when the connection breaks, or the oldest command has waited longer
 * than `timeout_ms`, every waiting call is answered with NULL, `down` is said, and it connects
 * anew, first at once and then up to every second.
 */
#ifndef BUS_LINK_H
#define BUS_LINK_H

#include <stdbool.h>

#include "base/err.h"
#include "bus/wire.h"

struct conf;
struct event_base;
struct link;

/* `reply` is borrowed and NULL when the link went down before an answer came. */
typedef void link_reply(void *arg, const redisReply *reply);
typedef void link_change(void *arg, bool up);

struct link *link_new(struct event_base *base, const struct conf *conf, const char *role,
	int timeout_ms, link_change *change, void *arg, struct err *err);
/* Answers what still waits with NULL; `change` is not called. */
void link_free(struct link *l);

bool link_up(const struct link *l);
/* `fn` (may be NULL) is called exactly once: with the reply, or with NULL, at once if the link is
 * down already. */
void link_call(struct link *l, link_reply *fn, void *arg, size_t n, const struct arg *args);
#define LINK_CALL(l, fn, fn_arg, ...)                                                              \
	link_call(l, fn, fn_arg, sizeof((struct arg[]){__VA_ARGS__}) / sizeof(struct arg),         \
		(struct arg[]){__VA_ARGS__})

#endif

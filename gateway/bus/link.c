/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c: the asynchronous side of hiredis, with reconnection and a limit on waiting. */
#include "bus/link.h"

#include <assert.h>
#include <event2/event.h>
#include <hiredis/adapters/libevent.h>
#include <hiredis/async.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "bus/socket.h"
#include "seal/keys.h"

enum { ARGS_MAX = 2048, RETRY_MIN_MS = 50, RETRY_MAX_MS = 1000, CHECK_MS = 1000 };

struct call {
	link_reply *fn;
	void *arg;
	int64_t sent_ms;
	struct link *link;
	struct call *next;
};

struct link {
	struct event_base *base;
	struct event *timer;
	char path[PATH_MAX];
	char role[CONF_NAME_MAX + 8];
	char password[SEAL_PASSWORD_LEN + 1];
	int timeout_ms, retry_ms;
	bool up, freeing, told;
	redisAsyncContext *ctx;
	struct call *first, **last; /* waiting, in the order of sending */
	link_change *change;
	void *arg;
};

static void arm(struct link *l, int ms)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};

	evtimer_add(l->timer, &tv);
}

bool link_up(const struct link *l)
{
	return l->up;
}

static void went_down(struct link *l, const char *why)
{
	bool was_up = l->up;

	l->ctx = NULL;
	l->up = false;
	if (l->freeing)
		return;
	if (was_up || !l->told)
		log_warn("redis{down}: %s; trying again", why);
	l->told = true;
	if (was_up) {
		l->retry_ms = RETRY_MIN_MS;
		l->change(l->arg, false);
	}
	arm(l, l->retry_ms);
	l->retry_ms = l->retry_ms * 2 < RETRY_MAX_MS ? l->retry_ms * 2 : RETRY_MAX_MS;
}

static void on_connect(const redisAsyncContext *ctx, int status)
{
	/* hiredis frees the context of a connection that failed after this call. */
	if (status != REDIS_OK)
		went_down(ctx->data, ctx->errstr);
}

static void on_disconnect(const redisAsyncContext *ctx, int status)
{
	went_down(ctx->data, status == REDIS_OK ? "connection closed" : ctx->errstr);
}

static void on_reply(redisAsyncContext *ctx, void *reply, void *privdata)
{
	struct call *c = privdata;
	struct link *l = c->link;

	(void)ctx;
	assert(l->first == c);
	l->first = c->next;
	if (l->first == NULL)
		l->last = &l->first;
	if (c->fn != NULL)
		c->fn(c->arg, reply);
	free(c);
}

static void on_auth(void *arg, const redisReply *reply)
{
	struct link *l = arg;

	if (reply == NULL)
		return;
	if (reply->type == REDIS_REPLY_ERROR) {
		log_err("redis{refused}: user=%s %s", l->role, reply->str);
		redisAsyncDisconnect(l->ctx);
		return;
	}
	log_info("redis{up}: connected user=%s", l->role);
	l->up = true;
	l->told = false;
	l->retry_ms = RETRY_MIN_MS;
	l->change(l->arg, true);
}

static void send_now(struct link *l, link_reply *fn, void *arg, size_t n, const struct arg *args)
{
	const char *argv[ARGS_MAX];
	size_t lens[ARGS_MAX], i;
	struct call *c = xcalloc(1, sizeof(*c));

	assert(n > 0 && n <= ARGS_MAX);
	for (i = 0; i < n; i++) {
		argv[i] = args[i].data;
		lens[i] = args[i].len;
	}
	*c = (struct call){fn, arg, clock_steady_ms(), l, NULL};
	if (redisAsyncCommandArgv(l->ctx, on_reply, c, (int)n, argv, lens) != REDIS_OK) {
		free(c);
		if (fn != NULL)
			fn(arg, NULL);
		return;
	}
	*l->last = c;
	l->last = &c->next;
}

static void connect_now(struct link *l)
{
	redisAsyncContext *ctx = redisAsyncConnectUnix(l->path);

	if (ctx == NULL || ctx->err != 0) {
		struct err err;

		err_set(&err, "%s", ctx != NULL ? ctx->errstr : "out of memory");
		if (ctx != NULL)
			redisAsyncFree(ctx);
		went_down(l, err.msg);
		return;
	}
	ctx->data = l;
	l->ctx = ctx;
	redisLibeventAttach(ctx, l->base);
	redisAsyncSetConnectCallback(ctx, on_connect);
	redisAsyncSetDisconnectCallback(ctx, on_disconnect);
	send_now(l, on_auth, l, 3, (struct arg[]){ARG("AUTH"), ARG(l->role), ARG(l->password)});
	arm(l, CHECK_MS);
}

/* One timer for both states: down, it connects; up, it looks for a command that waits too long. */
static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct link *l = arg;

	(void)fd;
	(void)what;
	if (l->ctx == NULL) {
		connect_now(l);
		return;
	}
	if (l->first != NULL && clock_steady_ms() - l->first->sent_ms > l->timeout_ms) {
		log_warn("redis{hung}: no answer within %d ms", l->timeout_ms);
		redisAsyncFree(l->ctx); /* answers every call with NULL, then on_disconnect */
		return;
	}
	arm(l, CHECK_MS);
}

struct link *link_new(struct event_base *base, const struct conf *conf, const char *role,
	int timeout_ms, link_change *change, void *arg, struct err *err)
{
	struct link *l = xcalloc(1, sizeof(*l));

	if (key_password(l->password, conf, role, err) < 0) {
		free(l);
		return NULL;
	}
	bus_socket(l->path, conf);
	strncpy(l->role, role, sizeof(l->role) - 1);
	l->base = base;
	l->timeout_ms = timeout_ms;
	l->retry_ms = RETRY_MIN_MS;
	l->last = &l->first;
	l->change = change;
	l->arg = arg;
	l->timer = evtimer_new(base, on_timer, l);
	arm(l, 0);
	return l;
}

void link_free(struct link *l)
{
	if (l == NULL)
		return;
	l->freeing = true;
	if (l->ctx != NULL)
		redisAsyncFree(l->ctx);
	event_free(l->timer);
	explicit_bzero(l, sizeof(*l));
	free(l);
}

void link_call(struct link *l, link_reply *fn, void *arg, size_t n, const struct arg *args)
{
	if (l->up)
		send_now(l, fn, arg, n, args);
	else if (fn != NULL)
		fn(arg, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wire.c: the blocking side of hiredis. */
#include "bus/wire.h"

#include <assert.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "bus/socket.h"
#include "seal/keys.h"

enum { ARGS_MAX = 512, RECONNECT_MS = 1000 };

struct wire {
	char path[PATH_MAX];
	char role[CONF_NAME_MAX + 8];
	char password[SEAL_PASSWORD_LEN + 1];
	int timeout_ms;
	int64_t tried_ms;
	redisContext *ctx;
};

struct wire *wire_new(const struct conf *conf, const char *role, int timeout_ms, struct err *err)
{
	struct wire *w = xcalloc(1, sizeof(*w));

	bus_socket(w->path, conf);
	strncpy(w->role, role, sizeof(w->role) - 1);
	w->timeout_ms = timeout_ms;
	w->tried_ms = -RECONNECT_MS;
	if (key_password(w->password, conf, role, err) < 0) {
		free(w);
		return NULL;
	}
	return w;
}

void wire_close(struct wire *w)
{
	if (w->ctx != NULL)
		redisFree(w->ctx);
	w->ctx = NULL;
}

void wire_free(struct wire *w)
{
	if (w == NULL)
		return;
	wire_close(w);
	explicit_bzero(w, sizeof(*w));
	free(w);
}

bool wire_connected(const struct wire *w)
{
	return w->ctx != NULL;
}

int wire_fd(const struct wire *w)
{
	return w->ctx != NULL ? w->ctx->fd : -1;
}

static int lost(struct wire *w, struct err *err)
{
	err_set(err, "Redis: %s", w->ctx->errstr[0] ? w->ctx->errstr : "connection lost");
	wire_close(w);
	return -1;
}

static int authenticate(struct wire *w, struct err *err)
{
	redisReply *r = WIRE_CALL(w, err, ARG("AUTH"), ARG(w->role), ARG(w->password));

	if (r == NULL) {
		wire_close(w);
		return err_wrap(err, "Redis user %s", w->role);
	}
	freeReplyObject(r);
	return 0;
}

int wire_connect(struct wire *w, struct err *err)
{
	struct timeval limit = {w->timeout_ms / 1000, (w->timeout_ms % 1000) * 1000};

	if (w->ctx != NULL)
		return 0;
	if (clock_steady_ms() - w->tried_ms < RECONNECT_MS)
		return err_set(err, "Redis: not connected (tried less than a second ago)");
	w->tried_ms = clock_steady_ms();
	w->ctx = redisConnectUnixWithTimeout(w->path, limit);
	if (w->ctx == NULL)
		return err_set(err, "Redis: out of memory");
	if (w->ctx->err != 0)
		return lost(w, err);
	if (redisSetTimeout(w->ctx, limit) != REDIS_OK)
		return lost(w, err);
	if (authenticate(w, err) < 0)
		return -1;
	w->tried_ms = -RECONNECT_MS; /* a connection that worked may be made anew at once */
	return 0;
}

int wire_send(struct wire *w, struct err *err, size_t n, const struct arg *args)
{
	const char *argv[ARGS_MAX];
	size_t lens[ARGS_MAX], i;
	int done = 0;

	assert(n > 0 && n <= ARGS_MAX);
	if (wire_connect(w, err) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		argv[i] = args[i].data;
		lens[i] = args[i].len;
	}
	if (redisAppendCommandArgv(w->ctx, (int)n, argv, lens) != REDIS_OK)
		return lost(w, err);
	while (!done)
		if (redisBufferWrite(w->ctx, &done) != REDIS_OK)
			return lost(w, err);
	return 0;
}

redisReply *wire_call(struct wire *w, struct err *err, size_t n, const struct arg *args)
{
	void *reply;

	if (wire_send(w, err, n, args) < 0)
		return NULL;
	if (redisGetReply(w->ctx, &reply) != REDIS_OK) {
		lost(w, err);
		return NULL;
	}
	if (((redisReply *)reply)->type == REDIS_REPLY_ERROR) {
		err_set(err, "Redis refused %.*s: %.200s", (int)args[0].len,
			(const char *)args[0].data, ((redisReply *)reply)->str);
		freeReplyObject(reply);
		return NULL;
	}
	return reply;
}

static bool readable(int fd)
{
	struct pollfd p = {fd, POLLIN, 0};

	return poll(&p, 1, 0) > 0;
}

int wire_take(struct wire *w, redisReply **reply, struct err *err)
{
	void *r = NULL;

	if (w->ctx == NULL)
		return err_set(err, "Redis: not connected");
	if (redisGetReplyFromReader(w->ctx, &r) != REDIS_OK)
		return lost(w, err);
	if (r == NULL && readable(w->ctx->fd)) {
		if (redisBufferRead(w->ctx) != REDIS_OK ||
			redisGetReplyFromReader(w->ctx, &r) != REDIS_OK)
			return lost(w, err);
	}
	*reply = r;
	return r != NULL;
}

const redisReply *reply_field(const redisReply *flat, const char *field)
{
	size_t i;

	if (flat == NULL || flat->type != REDIS_REPLY_ARRAY)
		return NULL;
	for (i = 0; i + 1 < flat->elements; i += 2) {
		const redisReply *name = flat->element[i], *value = flat->element[i + 1];

		if (name->type == REDIS_REPLY_STRING && strcmp(name->str, field) == 0)
			return value->type == REDIS_REPLY_STRING ? value : NULL;
	}
	return NULL;
}

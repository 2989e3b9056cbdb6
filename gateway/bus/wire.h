/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wire: Redis for plain blocking programs (worker, hotlinectl, hotlined), over hiredis.
 *
 * One connection by role: UNIX socket, AUTH as the role's user, a time limit on every command. A
 * lost connection fails the command and closes; the next command connects anew, at most once a
 * second. All commands go as argument vectors with lengths, never as formats: bodies are binary,
 * and hiredis 0.14 rejects some formats silently.
 */
#ifndef BUS_WIRE_H
#define BUS_WIRE_H

#include <hiredis/hiredis.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"

struct conf;
struct wire;

/* Does not connect yet. `role` is the Redis user: core, ctl, hotlined, modem-NAME. */
struct wire *wire_new(const struct conf *conf, const char *role, int timeout_ms, struct err *err);
void wire_free(struct wire *w);

/* Connects if need be. 0, or -1 with `err`. */
int wire_connect(struct wire *w, struct err *err);
/* The connected socket for poll(2), or -1. */
int wire_fd(const struct wire *w);
bool wire_connected(const struct wire *w);
void wire_close(struct wire *w);

/* An argument: octets and their number. */
struct arg {
	const void *data;
	size_t len;
};
#define ARG(s)      ((struct arg){(s), strlen(s)})
#define ARG_N(p, n) ((struct arg){(p), (n)})

/* Sends one command and waits for its reply, which the caller frees with freeReplyObject. NULL and
 * `err` when the connection failed or Redis answered with an error; wire_connected() tells which.
 */
redisReply *wire_call(struct wire *w, struct err *err, size_t n, const struct arg *args);
#define WIRE_CALL(w, err, ...)                                                                     \
	wire_call(w, err, sizeof((struct arg[]){__VA_ARGS__}) / sizeof(struct arg),                \
		(struct arg[]){__VA_ARGS__})

/* Sends without waiting; the reply is taken by wire_take. */
int wire_send(struct wire *w, struct err *err, size_t n, const struct arg *args);
#define WIRE_SEND(w, err, ...)                                                                     \
	wire_send(w, err, sizeof((struct arg[]){__VA_ARGS__}) / sizeof(struct arg),                \
		(struct arg[]){__VA_ARGS__})
/* Never waits. 1: *reply is filled; 0: nothing whole yet; -1: connection lost (and closed). */
int wire_take(struct wire *w, redisReply **reply, struct err *err);

/* The value of `field` in a flat [field, value, ...] array as HGETALL and stream entries give it;
 * NULL when absent or not a string. */
const redisReply *reply_field(const redisReply *flat, const char *field);

#endif

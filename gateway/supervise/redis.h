/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * redis: the private redis-server in STATE/redis, or the configured one.
 *
 *     redis.conf   written at every start; UNIX socket only, appendfsync always, no eviction
 *     users.acl    written at every start (acl.h)
 *     lock         held by the redis-server that uses this folder, so that there is never a second
 *
 * Whichever it is, hotlined refuses to start on one that would lose what it acknowledged.
 */
#ifndef SUPERVISE_REDIS_H
#define SUPERVISE_REDIS_H

#include <stdbool.h>

#include "base/err.h"

struct conf;

/* Is it ours to run? */
bool redis_is_private(const struct conf *conf);

/* Writes STATE/redis. For a configured Redis too: its administrator takes the users from there. */
int redis_prepare(const struct conf *conf, struct err *err);

/* Is Redis durable, and does it keep everything? Words with what to do when not. */
int redis_check(const struct conf *conf, struct err *err);

/* Loads the function library. */
int redis_load(const struct conf *conf, struct err *err);

/* The absolute path of the server's program; allocated; NULL and `err`. It is one file with
 * redis-check-rdb and goes by the name it is started under: Debian has it under that name in
 * redis-tools, a package without a system service. */
char *redis_program(struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * commit: all that follows from one cause, put together and sent as one atomic step (hl_commit in
 * hotline.lua). First the cause that it consumes, then any number of effects; each operation below
 * is documented with its check beside its twin in the Lua file.
 *
 * Data is copied in; a commit may be sent, dropped or kept, and is freed by commit_free.
 */
#ifndef BUS_COMMIT_H
#define BUS_COMMIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "bus/wire.h"

struct commit;

enum commit_answer {
	COMMIT_OK,
	COMMIT_GONE,  /* the cause was dealt with already */
	COMMIT_EARLY, /* an earlier text of the lane waits */
	COMMIT_STALE, /* computed from something that changed */
	COMMIT_LOST,  /* connection lost or refused: not known whether it was done */
};

struct commit *commit_new(const char *hotline);
void commit_free(struct commit *c);

void commit_cause_intake(struct commit *c, const char *id, const char *lane);
void commit_cause_timer(struct commit *c, const char *member);
void commit_cause_result(struct commit *c, const char *id);

void commit_session(
	struct commit *c, const char *person, int64_t version, const struct buf *box, int ttl_s);
/* Sets `n` fields of a case whose version is still `version` (0: it does not exist yet). */
void commit_case(
	struct commit *c, const char *id, int64_t version, size_t n, const struct arg fields[][2]);
void commit_opened(struct commit *c, const char *id);
void commit_log(struct commit *c, const char *id, const struct buf *box);
void commit_out(struct commit *c, const char *channel, const char *kind, const char *ref,
	const struct buf *box);
void commit_code(struct commit *c, const char *code, const char *id, const char *who);
void commit_later(struct commit *c, const char *member, int64_t delay_ms);
void commit_never(struct commit *c, const char *member);
void commit_quarantine(
	struct commit *c, const char *channel, const char *why, const void *box, size_t len);
void commit_count(struct commit *c, const char *counter);

/* The whole FCALL, borrowed from `c` until it changes or is freed. */
const struct arg *commit_args(struct commit *c, size_t *n);
/* What Redis' answer means; NULL is COMMIT_LOST. */
enum commit_answer commit_answer(const redisReply *reply);

#endif

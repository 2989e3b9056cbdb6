/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * casefile: a case as the core works with it: the hash {h}:case:<id> and its log {h}:log:<id>.
 *
 * The hash holds what a responder's table needs without a key (state, urgency, language, country,
 * owner) and two boxes: `key`, the case's own key wrapped under the core's (label "wrap:<id>"),
 * and `route`, the way back to the person (label "route:<id>"), which can be destroyed apart from
 * the rest. Every entry of the log is locked under the case's key (label "case:<id>").
 */
#ifndef CORE_CASEFILE_H
#define CORE_CASEFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/number.h"
#include "bus/commit.h"
#include "bus/record.h"
#include "duty/case_state.h"
#include "duty/command.h"
#include "duty/roster.h"
#include "seal/keys.h"

struct core;

enum { CASEFILE_ID_LEN = 8 };

struct casefile_alert {
	char code[CODE_LEN + 1];
	char who[ROSTER_NAME_MAX];
};

struct casefile {
	char id[CASEFILE_ID_LEN + 1]; /* random; "" when there is none */
	int64_t version;              /* 0: not in Redis yet */
	enum case_state state;
	bool urgent;
	char lang[8];                /* "" = not known */
	char country[3];             /* "--" = not known */
	char owner[ROSTER_NAME_MAX]; /* "" = nobody */
	int level, round;            /* of the last alert; 0 = none yet */
	bool hush;                   /* nothing goes out to the person until they write again */
	uint8_t key[SEAL_KEY_LEN];
	char route[NUMBER_MAX]; /* "" = unknown or erased */
	char channel[REC_CHANNEL_MAX];
	bool zawgyi;
	/* Who holds a code of this case that is still open. */
	struct casefile_alert alerts[ROSTER_MAX];
	int n_alerts;
};

/* A new one with an id and a key of its own. */
void casefile_new(struct casefile *cf);
/* From HGETALL's answer: 1 read, 0 there is none, -1 with `err` when it is not ours. */
int casefile_read(struct casefile *cf, const struct core *core, const char *id,
	const redisReply *hash, struct err *err);
/* Adds the whole hash to a commit; it is refused as STALE when the version has moved. */
void casefile_write(const struct casefile *cf, const struct core *core, struct commit *c);
/* Adds a line to the log. */
void casefile_log(const struct casefile *cf, struct commit *c, const struct rec_entry *e);
/* Adds an event of somebody ("core", "menu", a responder) in words, `ref` may be NULL. */
void casefile_event(const struct casefile *cf, struct commit *c, const char *who, const char *ref,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Lets `event` happen to the state; false when it may not. */
bool casefile_happen(struct casefile *cf, enum case_event event);
/* Wipes. */
void casefile_forget(struct casefile *cf);

/* Opens the case's key alone, for what only adds to the log. */
int casefile_key(struct casefile *cf, const struct core *core, const char *id,
	const redisReply *wrapped, struct err *err);

#endif

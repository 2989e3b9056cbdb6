/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * person: whom we talk with, known by a keyed hash of the number alone, and where we stand with
 * them: {h}:sess:<person>, locked under the core's key.
 */
#ifndef CORE_PERSON_H
#define CORE_PERSON_H

#include <stdbool.h>
#include <stdint.h>

#include "bus/commit.h"
#include "core/casefile.h"
#include "menu/engine.h"
#include "seal/box.h"

/* A long text's parts come one by one: the first to come is answered, the others belong to it. */
enum { PERSON_LONG_MAX = 4 };

struct person_long {
	int ref, total;
	int64_t at_ms;
};

struct person {
	char id[SEAL_HASH_LEN + 1];
	int64_t version;
	struct menu_state menu;
	char case_id[CASEFILE_ID_LEN + 1]; /* "" = none */
	struct person_long longs[PERSON_LONG_MAX];
};

void person_name(struct person *p, const struct core *core, const char *number);
/* From the answer to HMGET v b. What cannot be read is a conversation not begun: -1 with `err`
 * then, and `p` is ready all the same. */
int person_read(
	struct person *p, const struct core *core, const redisReply *reply, struct err *err);
void person_write(const struct person *p, const struct core *core, struct commit *c);

/* Has another part of the same long text been here within the last day? Remembers it. */
bool person_continues(struct person *p, int ref, int total, int64_t now_ms);

#endif

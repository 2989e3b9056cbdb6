/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * roster: who is alerted, and who may answer, as hotline-roster(5) describes the file.
 *
 * Read whole and never changed: to reload, load another. A roster has at least one responder on
 * duty, no name and no number twice. Level 1 is alerted first.
 */
#ifndef DUTY_ROSTER_H
#define DUTY_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/number.h"

enum {
	ROSTER_MAX = 256,
	ROSTER_NAME_MAX = 24,
	ROSTER_LEVEL_MAX = 9,
	ROSTER_LANGS_MAX = 16,
	ROSTER_COUNTRIES_MAX = 16
};

struct responder {
	char name[ROSTER_NAME_MAX];              /* [a-z0-9-]+, what logs and cases call them */
	char number[NUMBER_MAX];                 /* E.164; never in a log */
	int level;                               /* 1..ROSTER_LEVEL_MAX */
	bool on;                                 /* on duty */
	char langs[ROSTER_LANGS_MAX][8];         /* "km" */
	int n_langs;                             /* 0 = takes cases in any language */
	char countries[ROSTER_COUNTRIES_MAX][3]; /* "KH" */
	int n_countries;                         /* 0 = takes cases of any country */
};

struct roster;

/* NULL with "file:line: what is wrong; what to do" in `err`. */
struct roster *roster_load(const char *file, struct err *err);
/* The same from memory; `name` is what findings call it. */
struct roster *roster_parse(const char *name, const char *data, size_t len, struct err *err);
void roster_free(struct roster *r);

/* In the order of the file. */
int roster_count(const struct roster *r);
const struct responder *roster_at(const struct roster *r, int i);

/* NULL when nobody has it. `number` in any form that number_normalise takes. On duty or not: who
 * was alerted and goes off duty may still answer. */
const struct responder *roster_by_number(const struct roster *r, const char *number);
const struct responder *roster_by_name(const struct roster *r, const char *name);

/* The lowest level above `above` (0 to begin) that has somebody on duty, or 0 when none is left. */
int roster_next_level(const struct roster *r, int above);

/* Those on duty at a level, one after the other: NULL begins, NULL ends. */
const struct responder *roster_next_on_duty(
	const struct roster *r, int level, const struct responder *after);

/* Does this responder take cases of that language and country? What is unknown ("", "und", "--")
 * everybody takes. A preference only: when nobody at any level fits, everybody is alerted. */
bool responder_takes(const struct responder *who, const char *lang, const char *country);

#endif

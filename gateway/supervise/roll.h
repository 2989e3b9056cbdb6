/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * roll: the programs of this machine: which there are, how each is started, how patient we are.
 */
#ifndef SUPERVISE_ROLL_H
#define SUPERVISE_ROLL_H

#include <limits.h>

#include "base/err.h"
#include "supervise/child.h"
#include "supervise/ear.h"
#include "supervise/spawn.h"

struct conf;

enum { MEMBER_NAME_MAX = 24, ROLL_MAX = 40 };

enum member_kind { MEMBER_REDIS, MEMBER_CORE, MEMBER_MODEM };

struct member {
	char name[MEMBER_NAME_MAX]; /* "redis", "core", "modem-m1" */
	enum member_kind kind;
	struct child child;
	char note[EAR_STATUS_MAX]; /* its last STATUS= */
	struct program program;
	char path[PATH_MAX], dir[PATH_MAX]; /* behind `program` */
};

/* In the order of starting; a private Redis, where there is one, is the first. */
struct roll {
	struct member members[ROLL_MAX];
	int n;
};

/* All programs that `conf` asks for; `options` and `notify` (path of the notify socket) are
 * borrowed. -1 when a program is not installed. */
int roll_fill(struct roll *r, const struct conf *conf, int n_options, char *const *options,
	const char *notify, struct err *err);

/* The member whose process leads with `pid`; NULL. */
struct member *roll_find(struct roll *r, pid_t pid);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * core: what hears the texts, holds the conversations and calls the responders; hotline-core(8).
 *
 * Event-driven and single-threaded. Each entry of intake, each result and each timer that is due
 * becomes a job (core/job.h), which reads what it needs, computes without waiting, and ends in one
 * commit (bus/commit.h). A core keeps nothing that it could not read again: two may run at once,
 * and each may be killed at any moment.
 *
 * This header is the context that the files of this folder share.
 */
#ifndef CORE_CORE_H
#define CORE_CORE_H

#include <event2/event.h>

#include "base/conf.h"
#include "bus/commit.h"
#include "bus/link.h"
#include "core/ring.h"
#include "duty/roster.h"
#include "menu/tree.h"
#include "text/understand.h"

struct inbox;
struct jobs;
struct timers;

struct core {
	const struct conf *conf;
	struct event_base *base;
	struct link *cmd;    /* every command but the blocking read */
	struct link *reader; /* the blocking read */
	struct ring ring;
	struct menu_tree *tree;
	struct text_lexicon *lexicon;
	struct roster *roster;
	struct jobs *jobs;
	struct inbox *inbox;
	struct timers *timers;
	unsigned alert_turn; /* alerts take the channels in turn */
};

/* Runs until SIGTERM or SIGINT. -1 with `err` when it cannot start. */
int core_run(const struct conf *conf, struct err *err);

/* Sends a commit and frees it. */
void core_commit(struct core *core, struct commit *c, link_reply *fn, void *arg);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* at_engine: what at.c and at_answer.c share about one modem's interpreter; nobody else looks. */
#ifndef SIM_AT_ENGINE_H
#define SIM_AT_ENGINE_H

#include "sim/at.h"

struct event;

enum { AT_LINE_MAX = 2048, AT_HELD_MAX = 64 * 1024 };

enum at_state {
	AT_COMMAND, /* collecting a command line */
	AT_PROMPT,  /* collecting data behind "> " */
	AT_BUSY,    /* a command is under way, or its final result is late */
};

struct at {
	struct modem *m;
	struct at_settings set;
	enum at_state state;
	char line[AT_LINE_MAX + 1];
	size_t len;
	bool overlong;
	char command[AT_LINE_MAX + 1]; /* the line under way, after "AT", for faults and events */
	struct buf echo;               /* not said yet */
	struct buf info;               /* lines of the answer so far */
	struct buf held;               /* unsolicited lines for later */
	struct buf typed;              /* input that came too early */
	struct buf unsaid; /* the rest of an answer cut by a freeze, or a late final result */
	struct event *late;
};

/* at_answer.c: says `info` and the final result, with the faults that strike on the way out.
 * Afterwards the state is AT_COMMAND, or AT_BUSY when the end of the answer comes later. */
void at_answer(struct at *at, const char *final);
/* Says the lines held back. */
void at_say_held(struct at *at);
/* The freeze is over: says the rest, then takes what was typed. */
void at_thawed(struct at *at);
/* Takes input that had to wait. */
void at_resume(struct at *at);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_state.c: the table. A cell that is empty is a transition that must not happen. */
#include "duty/case_state.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const char *const states[CASE_STATES] = {
	[CASE_NEW] = "new",
	[CASE_ALERTED] = "alerted",
	[CASE_CLAIMED] = "claimed",
	[CASE_OPEN] = "open",
	[CASE_HANDED] = "handed",
	[CASE_CLOSED] = "closed",
	[CASE_REVIEW] = "review",
};

static const char *const events[CASE_EVENTS] = {
	[CASE_EV_ALERT] = "alert",
	[CASE_EV_CLAIM] = "claim",
	[CASE_EV_LAPSE] = "lapse",
	[CASE_EV_OPEN] = "open",
	[CASE_EV_HAND] = "hand",
	[CASE_EV_ACCEPT] = "accept",
	[CASE_EV_DECLINE] = "decline",
	[CASE_EV_CLOSE] = "close",
	[CASE_EV_WRITE] = "write",
	[CASE_EV_REVIEW] = "review",
};

/* One more than the state that follows, so that 0 is "not permitted". */
#define TO(state) (CASE_##state + 1)

/* clang-format off */
static const unsigned char table[CASE_STATES][CASE_EVENTS] = {
	[CASE_NEW] = {
		[CASE_EV_ALERT] = TO(ALERTED),
		[CASE_EV_CLAIM] = TO(CLAIMED), /* from the list of cases, without an alert */
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(NEW),
		[CASE_EV_REVIEW] = TO(REVIEW),
	},
	[CASE_ALERTED] = {
		[CASE_EV_ALERT] = TO(ALERTED), /* the next level, or the next round */
		[CASE_EV_CLAIM] = TO(CLAIMED),
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(ALERTED),
	},
	[CASE_CLAIMED] = {
		[CASE_EV_LAPSE] = TO(ALERTED),
		[CASE_EV_OPEN] = TO(OPEN),
		[CASE_EV_HAND] = TO(HANDED),
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(CLAIMED),
	},
	[CASE_OPEN] = {
		[CASE_EV_LAPSE] = TO(ALERTED),
		[CASE_EV_OPEN] = TO(OPEN),
		[CASE_EV_HAND] = TO(HANDED),
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(OPEN),
	},
	[CASE_HANDED] = {
		[CASE_EV_LAPSE] = TO(ALERTED),
		[CASE_EV_ACCEPT] = TO(CLAIMED),
		[CASE_EV_DECLINE] = TO(OPEN),  /* its first owner keeps it until somebody accepts */
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(HANDED),
	},
	[CASE_CLOSED] = {
		[CASE_EV_WRITE] = TO(NEW),
	},
	[CASE_REVIEW] = {
		[CASE_EV_ALERT] = TO(ALERTED), /* urgent after all */
		[CASE_EV_CLAIM] = TO(CLAIMED),
		[CASE_EV_CLOSE] = TO(CLOSED),
		[CASE_EV_WRITE] = TO(REVIEW),
	},
};
/* clang-format on */

int case_state_next(enum case_state from, enum case_event event)
{
	assert(from < CASE_STATES && event < CASE_EVENTS);
	return table[from][event] - 1;
}

const char *case_state_name(enum case_state s)
{
	assert(s < CASE_STATES);
	return states[s];
}

const char *case_event_name(enum case_event e)
{
	assert(e < CASE_EVENTS);
	return events[e];
}

int case_state_parse(const char *name)
{
	int i;

	for (i = 0; i < CASE_STATES; i++)
		if (strcmp(states[i], name) == 0)
			return i;
	return -1;
}

bool case_state_owned(enum case_state s)
{
	return s == CASE_CLAIMED || s == CASE_OPEN || s == CASE_HANDED;
}

bool case_state_unclosed(enum case_state s)
{
	return s != CASE_CLOSED;
}

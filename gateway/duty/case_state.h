/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * case_state: the life of a case, as one table of permitted transitions.
 *
 *     new -> alerted -> claimed -> open -> closed
 *                 ^         |         |
 *                 +- lapse -+---------+-> handed -> claimed
 *
 * A person who writes to a closed case makes it new; what is doubtful waits in review. The whole
 * table is in case_state.c.
 *
 * Nothing else changes a case's state. The names are what Redis, logs and people see.
 */
#ifndef DUTY_CASE_STATE_H
#define DUTY_CASE_STATE_H

#include <stdbool.h>

enum case_state {
	CASE_NEW,     /* kept; nobody was told yet */
	CASE_ALERTED, /* responders were told, none has taken it */
	CASE_CLAIMED, /* somebody took it and has not looked yet */
	CASE_OPEN,    /* its owner has read it or answered */
	CASE_HANDED,  /* its owner offered it to another */
	CASE_CLOSED,
	CASE_REVIEW, /* doubtful (flood, machine): a human decides, nobody is alerted */
	CASE_STATES
};

enum case_event {
	CASE_EV_ALERT,   /* alerts went to a level */
	CASE_EV_CLAIM,   /* a responder took it */
	CASE_EV_LAPSE,   /* the owner gave it back, or did nothing in time */
	CASE_EV_OPEN,    /* the owner read it or answered */
	CASE_EV_HAND,    /* the owner offers it */
	CASE_EV_ACCEPT,  /* the other takes it */
	CASE_EV_DECLINE, /* the other does not */
	CASE_EV_CLOSE,
	CASE_EV_WRITE,  /* the person wrote */
	CASE_EV_REVIEW, /* set aside */
	CASE_EVENTS
};

/* The state that `event` leads to, or -1 when it may not happen in `from`. */
int case_state_next(enum case_state from, enum case_event event);

const char *case_state_name(enum case_state s);
const char *case_event_name(enum case_event e);
/* -1 for what is no state. */
int case_state_parse(const char *name);

/* Has it an owner? Does it still need somebody? */
bool case_state_owned(enum case_state s);
bool case_state_unclosed(enum case_state s);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * child: the life of one supervised program, as a table of states and events.
 *
 *                       start            ready
 *              IDLE ------------> STARTING -----> UP          alive: the deadline moves on
 *                                  ^   |           |
 *                   back-off over  |   | late      | late     SIGKILL to the whole group
 *                                  |   v           v
 *              RESTING <-------------- KILLED <----+
 *                 ^  (exit of STARTING, UP, KILLED)
 *
 *              stop: IDLE, RESTING -> GONE;  STARTING, UP, KILLED -> STOPPING -- exit --> GONE
 *
 * Pure: it is told what happened and when (steady milliseconds), and answers what is to be done.
 * Who does it (the loop of house.c, or a unit test) owns processes and timers. The rest between
 * restarts doubles with each death and begins anew after a time of health.
 */
#ifndef SUPERVISE_CHILD_H
#define SUPERVISE_CHILD_H

#include <stdint.h>
#include <sys/types.h>

enum child_state {
	CHILD_IDLE,     /* not started yet */
	CHILD_STARTING, /* runs, has not said READY */
	CHILD_UP,       /* serves */
	CHILD_KILLED,   /* missed its deadline; waits to be reaped */
	CHILD_RESTING,  /* dead; waits out its back-off */
	CHILD_STOPPING, /* was asked to end */
	CHILD_GONE,     /* ended for good */
};

enum child_event {
	CHILD_START, /* what it needs is there */
	CHILD_READY, /* it said READY=1 */
	CHILD_ALIVE, /* it said WATCHDOG=1, or answered */
	CHILD_EXIT,  /* it was reaped, or could not be started */
	CHILD_LATE,  /* `due_ms` has passed */
	CHILD_STOP,  /* it shall end */
};

enum child_order {
	CHILD_DO_NOTHING,
	CHILD_DO_SPAWN,
	CHILD_DO_TERM, /* SIGTERM to the program itself, so that it can end its helpers in order */
	CHILD_DO_KILL, /* SIGKILL to its process group */
};

/* How patient we are with a kind of program; one row each in house.c. */
struct child_limits {
	int start_ms;    /* from its start to READY or a sign of life */
	int alive_ms;    /* between signs of life, until it names its own deadline */
	int stop_ms;     /* from SIGTERM to SIGKILL */
	int rest_min_ms; /* first back-off */
	int rest_max_ms;
	int health_ms; /* serving so long makes the next back-off a first one */
};

struct child {
	const struct child_limits *limits;
	enum child_state state;
	pid_t pid;        /* also its process group; 0 when there is none */
	int64_t due_ms;   /* when CHILD_LATE is due; 0: never */
	int alive_ms;     /* the deadline in force */
	int rest_ms;      /* the next back-off */
	int64_t since_ms; /* entered this state */
	int starts;
};

void child_init(struct child *c, const struct child_limits *limits);

/* `alive_ms`, for CHILD_READY and CHILD_ALIVE: the deadline that the program asks for from now on;
 * 0: as before. An event that means nothing in the present state does nothing. */
enum child_order child_event(struct child *c, enum child_event event, int alive_ms, int64_t now_ms);

const char *child_state_name(enum child_state state);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * raw: the worker's side of the filter's socket (modem/filter.h): AT commands that libgammu has no
 * function for, and word of what the modem says unasked.
 */
#ifndef MODEM_RAW_H
#define MODEM_RAW_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

enum { RAW_ARRIVALS = 256 };

struct raw {
	int fd;        /* ours */
	int filter_fd; /* the filter's, until it runs */
	bool sms;      /* +CMTI came since this was cleared */
	bool urc;      /* something known came: libgammu has it to read */
	bool gone;     /* the tty ended */
	/* Slots in the order in which they were announced; time stamps have whole seconds only. */
	struct raw_arrival {
		char memory[4];
		int index;
	} arrivals[RAW_ARRIVALS];
	unsigned n_arrivals; /* ever; the ring holds the last RAW_ARRIVALS */
};

int raw_open(struct raw *r, struct err *err);
/* The filter runs and holds its end. */
void raw_started(struct raw *r);
void raw_close(struct raw *r);

/* Reads what has come without waiting. */
void raw_poll(struct raw *r);

/* When a slot was last announced: 1 the first of the session, ..., 0 not that we know. */
unsigned raw_arrived(const struct raw *r, const char *memory, int index);

/* Called for each line of a reply. */
typedef void raw_line(void *arg, const char *line);

/* Sends a command and waits for its end. 0: OK; 1: refused, the final result in `err`; -1: no
 * answer, or the modem is gone: the session is over. `fn` may be NULL. */
int raw_call(struct raw *r, int timeout_ms, raw_line *fn, void *arg, struct err *err,
	const char *command);

#endif

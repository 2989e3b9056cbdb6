/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ear: hears what supervised programs say on the notify socket (sd_notify(3)).
 *
 * A datagram is a few KEY=VALUE lines. The kernel attests the sender's process id; whoever is no
 * child of ours is not heard, so a line here needs no other proof. What it says is input all the
 * same: unknown keys, wrong numbers and control octets do no harm.
 */
#ifndef SUPERVISE_EAR_H
#define SUPERVISE_EAR_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

enum { EAR_STATUS_MAX = 120, EAR_DEADLINE_MAX_MS = 3600 * 1000 };

struct heard {
	pid_t from;
	bool ready, alive;
	int alive_ms; /* WATCHDOG_USEC, capped; 0 when not said */
	bool has_status;
	char status[EAR_STATUS_MAX]; /* printable ASCII */
};

/* Binds the socket, in place of what a predecessor left; -1 and `err`. */
int ear_open(const char *path, struct err *err);

/* 1: *h is filled; 0: nothing more to hear. */
int ear_take(int fd, struct heard *h);

/* Reads the lines of one datagram into *h (all but `from`). */
void ear_parse(struct heard *h, const char *text, size_t len);

#endif

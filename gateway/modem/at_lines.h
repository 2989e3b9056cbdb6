/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_lines: what a modem says, cut into lines and told apart (3GPP 27.007, 27.005; V.250).
 *
 * Pure: octets go in, events come out. It knows which command is under way, so that it can tell an
 * echo, a prompt, a part of a reply, its end, and what comes unasked. libgammu waits for ever over
 * an unsolicited line that it does not know, so those are found here and dropped by the filter.
 */
#ifndef MODEM_AT_LINES_H
#define MODEM_AT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum at_event {
	AT_ECHO,   /* the command itself, the first time */
	AT_PROMPT, /* "> ": it waits for a PDU */
	AT_LINE,   /* a line of the reply */
	AT_FINAL,  /* the reply's end: OK, ERROR, +CMS ERROR: n, ... */
	AT_URC,    /* unsolicited, and known to libgammu */
	AT_NOISE   /* unsolicited and unknown, or an echo once more: to be dropped */
};

/* Longest line; what is longer is noise. A CMGL entry of 176 octets takes 352. */
enum { AT_LINE_MAX = 2048 };

struct at_lines {
	struct buf line;
	char command[600]; /* under way, or "" */
	bool busy;         /* a reply's end is awaited */
	bool echoed;
	bool prompted;     /* the prompt came */
	bool body;         /* and the PDU has not gone yet */
	bool body_follows; /* the next line belongs to the URC before it (+CMT, +CDS, +CBM) */
	bool too_long;     /* the line being read is dropped up to its end */
};

typedef void at_lines_fn(void *arg, enum at_event event, const char *line);

void at_lines_free(struct at_lines *a);
/* A command (without CR) has been sent. One that does not begin with AT gets no reply. */
void at_lines_command(struct at_lines *a, const char *command);
/* The PDU has been sent. */
void at_lines_body(struct at_lines *a);
void at_lines_feed(struct at_lines *a, const char *octets, size_t len, at_lines_fn *fn, void *arg);

#endif

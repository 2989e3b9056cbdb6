/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * control: the socket DIR/control, through which tests, benches and handsets drive the network.
 *
 * A line protocol, documented in modem-sim(1): each command line gets an `ok` or `error` line, with
 * `- ` lines before it when there is more to tell; events are `*` lines. Several clients at once.
 * A client is cut off when its line is longer than 64 KiB or when it leaves 8 MiB unread.
 */
#ifndef SIM_CONTROL_H
#define SIM_CONTROL_H

#include "base/buf.h"
#include "base/err.h"

struct net;
struct control;

/* Listens on DIR/control; modems added later get their links in DIR. */
struct control *control_new(struct net *net, const char *dir, struct err *e);
void control_free(struct control *c);

/* --- what control_cmd.c needs --- */

/* One command's surroundings and its answer. */
struct reply {
	struct net *net;
	const char *dir;
	struct buf lines; /* whole "- ...\n" lines */
	struct buf ok;    /* words behind "ok" */
	struct err err;   /* words behind "error" */
	char **subscribe; /* the client's kinds of event, a string with blanks around each */
};

/* Runs a command line; 0 or -1 with reply->err. */
int control_run(struct reply *r, char *line);

#endif

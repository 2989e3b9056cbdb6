/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handsets_link: a client's end of modem-sim's control socket.
 *
 * Commands are answered in the order they were sent; events come in between. When the simulator
 * goes away `gone` is called, once.
 */
#ifndef SIM_HANDSETS_LINK_H
#define SIM_HANDSETS_LINK_H

#include <stdbool.h>

#include "base/err.h"

struct event_base;
struct link;

/* `words` is behind "ok" or "error", `lines` the "- " lines without their dashes, "" for none. */
typedef void link_reply_fn(void *arg, bool ok, const char *words, const char *lines);

struct link_ops {
	void (*event)(void *arg, const char *kind, const char *details);
	void (*gone)(void *arg);
};

/* Connects to DIR/control, waiting up to `wait_ms` for it to be there. */
struct link *link_open(struct event_base *base, const char *dir, unsigned wait_ms,
	const struct link_ops *ops, void *arg, struct err *e);
void link_free(struct link *l);

/* Sends one command line; `fn` (with the link's arg) gets the answer, or NULL for none. */
void link_send(struct link *l, link_reply_fn *fn, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * port: the tty of a simulated modem, a pseudo-terminal in raw mode behind a lasting symlink.
 *
 * The link DIR/NAME is replaced in one step when the modem is plugged in, each time under another
 * /dev/pts/N than before. Clients may close and reopen the tty at will. As with a USB modem, what
 * the modem says while nobody has the tty open is lost.
 */
#ifndef SIM_PORT_H
#define SIM_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct event_base;
struct port;

struct port_ops {
	/* Octets from the client. */
	void (*input)(void *arg, const uint8_t *data, size_t len);
	/* A client opened the tty, or the last one closed it. */
	void (*opened)(void *arg, bool open);
};

/* `link` is the path of the symlink. Not plugged in yet. */
struct port *port_new(
	struct event_base *base, const char *link, const struct port_ops *ops, void *arg);
/* Unplugs and removes the link. */
void port_free(struct port *p);

int port_plug(struct port *p, struct err *e);
/* Clients get a hang-up; the link is gone. */
void port_unplug(struct port *p);
/* The tty's path, or NULL when unplugged. */
const char *port_tty(const struct port *p);

/* Never blocks. A client that does not read loses what exceeds 256 KiB, newest first. */
void port_write(struct port *p, const void *data, size_t len);

/* While paused nothing is read, so that writers block in time; opens and closes still show. */
void port_pause(struct port *p, bool paused);
/* Forgets what clients wrote and was not read yet. */
void port_discard_input(struct port *p);

#endif

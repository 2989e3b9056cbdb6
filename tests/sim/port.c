/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * port.c: pseudo-terminals under libevent.
 *
 * The master of a pty whose slave is closed reports a hang-up for as long as it stays closed, and
 * nothing tells when it is opened again. So a closed tty is looked at every 20 ms; an open one
 * costs nothing. Holding the slave open here would hide both from us.
 */
#include "sim/port.h"

#include <errno.h>
#include <event2/event.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"

enum { LOOK_MS = 20, OUT_MAX = 256 * 1024 };

struct port {
	struct event_base *base;
	char *link, *tty, *last_tty;
	const struct port_ops *ops;
	void *arg;
	int fd;
	bool open, paused;
	struct event *readable, *writable, *look;
	struct buf out;
};

/* What nobody read before the close is lost, as a serial driver loses it; a pty would keep it for
 * the next client. */
static void forget_unread(struct port *p)
{
	int slave = open(p->tty, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	buf_clear(&p->out);
	if (slave < 0)
		return;
	tcflush(slave, TCIFLUSH);
	close(slave);
}

/* Tells of a change between open and closed, seen by the hang-up that poll(2) shows. */
static void look(struct port *p)
{
	struct pollfd pfd = {.fd = p->fd, .events = POLLIN};
	bool open = poll(&pfd, 1, 0) < 1 || !(pfd.revents & POLLHUP);

	if (open == p->open)
		return;
	p->open = open;
	if (!open)
		forget_unread(p);
	p->ops->opened(p->arg, open);
}

static void watch(struct port *p)
{
	struct timeval tv = {0, LOOK_MS * 1000};

	if (p->fd < 0)
		return;
	if (p->open && !p->paused)
		event_add(p->readable, NULL);
	else
		event_del(p->readable);
	if (!p->open || p->paused)
		event_add(p->look, &tv);
	else
		event_del(p->look);
}

/* Reads what is there, also what a client wrote before it closed. */
static void drain(struct port *p)
{
	uint8_t data[1024];
	ssize_t n;

	while (p->fd >= 0 && !p->paused) {
		n = read(p->fd, data, sizeof(data));
		if (n <= 0)
			break;
		p->ops->input(p->arg, data, (size_t)n);
	}
}

static void on_event(evutil_socket_t fd, short what, void *arg)
{
	struct port *p = arg;

	(void)fd;
	(void)what;
	drain(p);
	if (p->fd >= 0)
		look(p);
	watch(p);
}

static void on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct port *p = arg;
	ssize_t n = write(p->fd, p->out.data, p->out.len);

	(void)fd;
	(void)what;
	if (n > 0)
		buf_drop(&p->out, (size_t)n);
	if (p->out.len > 0)
		event_add(p->writable, NULL);
}

struct port *port_new(
	struct event_base *base, const char *link, const struct port_ops *ops, void *arg)
{
	struct port *p = xcalloc(1, sizeof(*p));

	p->base = base;
	p->link = xstrdup(link);
	p->ops = ops;
	p->arg = arg;
	p->fd = -1;
	return p;
}

void port_free(struct port *p)
{
	if (p == NULL)
		return;
	port_unplug(p);
	free(p->last_tty);
	free(p->link);
	free(p);
}

/* A new pty in raw mode; `name` gets the slave's path. Returns the master or -1. */
static int open_pty(char *name, size_t room, struct err *e)
{
	struct termios raw;
	int master, slave;

	if (openpty(&master, &slave, NULL, NULL, NULL) < 0)
		return err_sys(e, "cannot open a pseudo-terminal");
	if (ttyname_r(slave, name, room) != 0 || tcgetattr(slave, &raw) < 0) {
		err_sys(e, "cannot set up a pseudo-terminal");
		close(slave);
		close(master);
		return -1;
	}
	cfmakeraw(&raw);
	tcsetattr(slave, TCSANOW, &raw);
	close(slave);
	fcntl(master, F_SETFL, O_NONBLOCK);
	fcntl(master, F_SETFD, FD_CLOEXEC);
	return master;
}

/* symlink(2) cannot replace, rename(2) can. */
static int place_link(const char *tty, const char *link, struct err *e)
{
	struct buf fresh = BUF_INIT;
	int rc = 0;

	buf_printf(&fresh, "%s.new", link);
	unlink(fresh.data);
	if (symlink(tty, fresh.data) < 0 || rename(fresh.data, link) < 0)
		rc = err_sys(e, "%s: cannot make the link to %s", link, tty);
	buf_free(&fresh);
	return rc;
}

int port_plug(struct port *p, struct err *e)
{
	char name[64], other[64];
	int fd, again;

	if (p->fd >= 0)
		return 0;
	fd = open_pty(name, sizeof(name), e);
	if (fd < 0)
		return -1;
	if (p->last_tty != NULL && strcmp(p->last_tty, name) == 0) {
		again = open_pty(other, sizeof(other), e);
		close(fd);
		fd = again;
		if (fd < 0)
			return -1;
		memcpy(name, other, sizeof(name));
	}
	if (place_link(name, p->link, e) < 0) {
		close(fd);
		return -1;
	}
	free(p->last_tty);
	p->last_tty = xstrdup(name);
	p->tty = xstrdup(name);
	p->fd = fd;
	p->open = false;
	p->readable = event_new(p->base, fd, EV_READ | EV_PERSIST, on_event, p);
	p->writable = event_new(p->base, fd, EV_WRITE, on_writable, p);
	p->look = event_new(p->base, -1, EV_PERSIST, on_event, p);
	watch(p);
	return 0;
}

void port_unplug(struct port *p)
{
	if (p->fd < 0)
		return;
	event_free(p->readable);
	event_free(p->writable);
	event_free(p->look);
	unlink(p->link);
	close(p->fd);
	p->fd = -1;
	free(p->tty);
	p->tty = NULL;
	buf_free(&p->out);
	if (p->open) {
		p->open = false;
		p->ops->opened(p->arg, false);
	}
}

const char *port_tty(const struct port *p)
{
	return p->tty;
}

void port_write(struct port *p, const void *data, size_t len)
{
	ssize_t n = 0;

	if (p->fd < 0 || len == 0)
		return;
	look(p);
	if (!p->open || p->out.len + len > OUT_MAX)
		return;
	if (p->out.len == 0)
		n = write(p->fd, data, len);
	if (n < 0)
		n = 0;
	if ((size_t)n < len) {
		buf_put(&p->out, (const char *)data + n, len - (size_t)n);
		event_add(p->writable, NULL);
	}
}

void port_pause(struct port *p, bool paused)
{
	p->paused = paused;
	watch(p);
}

void port_discard_input(struct port *p)
{
	uint8_t data[1024];

	while (p->fd >= 0 && read(p->fd, data, sizeof(data)) > 0)
		;
}

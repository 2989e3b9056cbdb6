/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handsets_link.c: lines to and from the control socket.
 */
#include "sim/handsets_link.h"

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

struct pending {
	STAILQ_ENTRY(pending) entry;
	link_reply_fn *fn;
};

struct link {
	struct bufferevent *bev;
	const struct link_ops *ops;
	void *arg;
	STAILQ_HEAD(, pending) pending;
	struct buf lines;
};

/* "* TIME KIND DETAILS" */
static void take_event(struct link *l, char *line)
{
	char *kind = strchr(line + 2, ' '), *details;

	if (kind == NULL)
		return;
	details = strchr(++kind, ' ');
	if (details != NULL)
		*details++ = '\0';
	l->ops->event(l->arg, kind, details ? details : "");
}

static void take_answer(struct link *l, const char *line)
{
	struct pending *p = STAILQ_FIRST(&l->pending);
	bool ok = strncmp(line, "ok", 2) == 0;
	struct buf lines = l->lines;

	l->lines = (struct buf)BUF_INIT;
	if (p != NULL) {
		STAILQ_REMOVE_HEAD(&l->pending, entry);
		line += ok ? 2 : 5;
		if (p->fn != NULL)
			p->fn(l->arg, ok, line + (*line == ' '), lines.data ? lines.data : "");
		free(p);
	}
	buf_free(&lines);
}

static void on_read(struct bufferevent *bev, void *arg)
{
	struct link *l = arg;
	char *line;

	while ((line = evbuffer_readln(bufferevent_get_input(bev), NULL, EVBUFFER_EOL_LF)) !=
		NULL) {
		if (strncmp(line, "* ", 2) == 0)
			take_event(l, line);
		else if (strncmp(line, "- ", 2) == 0)
			buf_printf(&l->lines, "%s\n", line + 2);
		else if (strncmp(line, "ok", 2) == 0 || strncmp(line, "error", 5) == 0)
			take_answer(l, line);
		free(line);
	}
}

static void on_end(struct bufferevent *bev, short what, void *arg)
{
	struct link *l = arg;

	(void)what;
	bufferevent_disable(bev, EV_READ | EV_WRITE);
	l->ops->gone(l->arg);
}

static int connect_in(const struct sockaddr_un *sun, unsigned wait_ms)
{
	const struct timespec pause = {0, 50 * 1000000L};
	unsigned waited_ms;
	int fd;

	for (waited_ms = 0;; waited_ms += 50) {
		fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (fd < 0 || connect(fd, (const struct sockaddr *)sun, sizeof(*sun)) == 0)
			return fd;
		close(fd);
		if (waited_ms >= wait_ms)
			return -1;
		nanosleep(&pause, NULL);
	}
}

struct link *link_open(struct event_base *base, const char *dir, unsigned wait_ms,
	const struct link_ops *ops, void *arg, struct err *e)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	struct link *l;
	int fd;

	if ((size_t)snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/control", dir) >=
		sizeof(sun.sun_path)) {
		err_set(e, "%s: the path is too long for a socket", dir);
		return NULL;
	}
	fd = connect_in(&sun, wait_ms);
	if (fd < 0) {
		err_sys(e, "%s: no modem-sim answers there", sun.sun_path);
		return NULL;
	}
	evutil_make_socket_nonblocking(fd);
	l = xcalloc(1, sizeof(*l));
	l->ops = ops;
	l->arg = arg;
	STAILQ_INIT(&l->pending);
	l->bev = bufferevent_socket_new(base, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(l->bev, on_read, NULL, on_end, l);
	bufferevent_enable(l->bev, EV_READ | EV_WRITE);
	return l;
}

void link_free(struct link *l)
{
	struct pending *p;

	if (l == NULL)
		return;
	while ((p = STAILQ_FIRST(&l->pending)) != NULL) {
		STAILQ_REMOVE_HEAD(&l->pending, entry);
		free(p);
	}
	bufferevent_free(l->bev);
	buf_free(&l->lines);
	free(l);
}

void link_send(struct link *l, link_reply_fn *fn, const char *fmt, ...)
{
	struct pending *p = xcalloc(1, sizeof(*p));
	struct evbuffer *out = bufferevent_get_output(l->bev);
	va_list ap;

	p->fn = fn;
	STAILQ_INSERT_TAIL(&l->pending, p, entry);
	va_start(ap, fmt);
	evbuffer_add_vprintf(out, fmt, ap);
	va_end(ap);
	evbuffer_add(out, "\n", 1);
}

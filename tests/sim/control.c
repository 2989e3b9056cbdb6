/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * control.c: clients of the control socket, their lines and their events.
 */
#include "sim/control.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/listener.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "sim/network.h"

enum { LINE_MAX_OCTETS = 64 * 1024, UNREAD_MAX = 8 * 1024 * 1024, CLIENTS_MAX = 64 };

struct client {
	LIST_ENTRY(client) entry;
	struct control *control;
	struct bufferevent *bev;
	char *subscribe; /* " kind kind ", NULL when not subscribed */
};

struct control {
	struct net *net;
	char *dir, *path;
	struct evconnlistener *listener;
	LIST_HEAD(, client) clients;
	unsigned n_clients;
};

static void client_free(struct client *cl)
{
	LIST_REMOVE(cl, entry);
	cl->control->n_clients--;
	bufferevent_free(cl->bev);
	free(cl->subscribe);
	free(cl);
}

/* Returns -1 when the client was cut off because it does not read. */
static int say(struct client *cl, const char *data, size_t len)
{
	struct evbuffer *out = bufferevent_get_output(cl->bev);

	if (evbuffer_get_length(out) + len > UNREAD_MAX) {
		client_free(cl);
		return -1;
	}
	evbuffer_add(out, data, len);
	return 0;
}

static int answer(struct client *cl, char *line)
{
	struct reply r = {.net = cl->control->net,
		.dir = cl->control->dir,
		.lines = BUF_INIT,
		.ok = BUF_INIT,
		.subscribe = &cl->subscribe};
	struct buf out = BUF_INIT;
	int rc = control_run(&r, line);

	buf_put(&out, r.lines.data, rc < 0 ? 0 : r.lines.len);
	if (rc < 0) {
		buf_puts(&out, "error ");
		feed_escape(&out, r.err.msg);
	} else {
		buf_printf(&out, "ok%s%s", r.ok.len ? " " : "", r.ok.len ? r.ok.data : "");
	}
	buf_putc(&out, '\n');
	rc = say(cl, out.data, out.len);
	buf_free(&out);
	buf_free(&r.lines);
	buf_free(&r.ok);
	return rc;
}

static void on_read(struct bufferevent *bev, void *arg)
{
	struct client *cl = arg;
	struct evbuffer *in = bufferevent_get_input(bev);
	size_t len;
	char *line;
	int rc;

	while ((line = evbuffer_readln(in, &len, EVBUFFER_EOL_LF)) != NULL) {
		if (len > 0 && line[len - 1] == '\r')
			line[--len] = '\0';
		if (strlen(line) != len)
			rc = say(cl, "error a NUL in the line\n", 24);
		else
			rc = answer(cl, line);
		free(line);
		if (rc < 0)
			return;
	}
	if (evbuffer_get_length(in) > LINE_MAX_OCTETS)
		client_free(cl);
}

static void on_end(struct bufferevent *bev, short what, void *arg)
{
	(void)bev;
	(void)what;
	client_free(arg);
}

static void on_accept(
	struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len, void *arg)
{
	struct control *c = arg;
	struct client *cl;

	(void)l;
	(void)sa;
	(void)len;
	if (c->n_clients >= CLIENTS_MAX) {
		close(fd);
		return;
	}
	cl = xcalloc(1, sizeof(*cl));
	cl->control = c;
	cl->bev = bufferevent_socket_new(c->net->base, fd, BEV_OPT_CLOSE_ON_FREE);
	LIST_INSERT_HEAD(&c->clients, cl, entry);
	c->n_clients++;
	bufferevent_setcb(cl->bev, on_read, NULL, on_end, cl);
	bufferevent_setwatermark(cl->bev, EV_READ, 0, 2 * LINE_MAX_OCTETS);
	bufferevent_enable(cl->bev, EV_READ | EV_WRITE);
}

static bool wants(const struct client *cl, const char *kind)
{
	size_t len = strlen(kind);
	const char *p;

	if (cl->subscribe == NULL)
		return false;
	for (p = cl->subscribe; (p = strstr(p, kind)) != NULL; p += len)
		if (p[-1] == ' ' && p[len] == ' ')
			return true;
	return strstr(cl->subscribe, " all ") != NULL ||
	       (strcmp(kind, "at") != 0 && strcmp(cl->subscribe, " ") == 0);
}

static void on_event(void *arg, int64_t now_us, const char *kind, const char *details)
{
	struct control *c = arg;
	struct client *cl, *next;
	struct buf line = BUF_INIT;

	buf_printf(&line, "* %lld %s %s\n", (long long)now_us, kind, details);
	for (cl = LIST_FIRST(&c->clients); cl != NULL; cl = next) {
		next = LIST_NEXT(cl, entry);
		if (wants(cl, kind))
			say(cl, line.data, line.len);
	}
	buf_free(&line);
}

/* A socket left by a simulator that was killed is replaced; one that answers is not. */
static int clear_stale(const struct sockaddr_un *sun, struct err *e)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int rc = 0;

	if (fd < 0)
		return err_sys(e, "cannot make a socket");
	if (connect(fd, (const struct sockaddr *)sun, sizeof(*sun)) == 0)
		rc = err_set(e, "%s: another modem-sim serves it", sun->sun_path);
	else
		unlink(sun->sun_path);
	close(fd);
	return rc;
}

struct control *control_new(struct net *net, const char *dir, struct err *e)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	struct control *c;

	if ((size_t)snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/control", dir) >=
		sizeof(sun.sun_path)) {
		err_set(e, "%s: the path is too long for a socket, use a shorter one", dir);
		return NULL;
	}
	if (clear_stale(&sun, e) < 0)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->net = net;
	c->dir = xstrdup(dir);
	c->path = xstrdup(sun.sun_path);
	c->listener = evconnlistener_new_bind(net->base, on_accept, c,
		LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 16, (struct sockaddr *)&sun,
		sizeof(sun));
	if (c->listener == NULL) {
		err_sys(e, "%s: cannot listen", sun.sun_path);
		free(c->path);
		free(c->dir);
		free(c);
		return NULL;
	}
	chmod(c->path, 0600);
	feed_listen(net->feed, on_event, c);
	return c;
}

void control_free(struct control *c)
{
	if (c == NULL)
		return;
	feed_listen(c->net->feed, NULL, NULL);
	while (!LIST_EMPTY(&c->clients))
		client_free(LIST_FIRST(&c->clients));
	evconnlistener_free(c->listener);
	unlink(c->path);
	free(c->path);
	free(c->dir);
	free(c);
}

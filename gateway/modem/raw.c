/* SPDX-License-Identifier: GPL-3.0-or-later */
/* raw.c: packets to and from the filter. */
#include "modem/raw.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"

enum { PACKET_MAX = 4096, GRACE_MS = 2000 };

int raw_open(struct raw *r, struct err *err)
{
	int fd[2], room = 1024 * 1024;

	*r = (struct raw){.fd = -1, .filter_fd = -1};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) < 0)
		return err_sys(err, "socketpair");
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	setsockopt(fd[1], SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	r->fd = fd[0];
	r->filter_fd = fd[1];
	return 0;
}

void raw_started(struct raw *r)
{
	close(r->filter_fd);
	r->filter_fd = -1;
}

void raw_close(struct raw *r)
{
	if (r->fd >= 0)
		close(r->fd);
	if (r->filter_fd >= 0)
		close(r->filter_fd);
	r->fd = r->filter_fd = -1;
}

/* +CMTI: "SM",3 */
static void arrived(struct raw *r, const char *line)
{
	struct raw_arrival *a = &r->arrivals[r->n_arrivals % RAW_ARRIVALS];

	r->sms = true;
	if (sscanf(line, "+CMTI: \"%3[A-Z]\",%d", a->memory, &a->index) == 2)
		r->n_arrivals++;
}

unsigned raw_arrived(const struct raw *r, const char *memory, int index)
{
	unsigned n, low = r->n_arrivals > RAW_ARRIVALS ? r->n_arrivals - RAW_ARRIVALS : 0;

	for (n = r->n_arrivals; n > low; n--) {
		const struct raw_arrival *a = &r->arrivals[(n - 1) % RAW_ARRIVALS];

		if (a->index == index && strcmp(a->memory, memory) == 0)
			return n;
	}
	return 0;
}

/* One packet; 0 when none is there, -1 when the filter is no more. An event is noted here, anything
 * else is left to the caller. */
static int next(struct raw *r, char packet[PACKET_MAX])
{
	ssize_t n = recv(r->fd, packet, PACKET_MAX - 1, MSG_DONTWAIT);

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		r->gone = true;
		return -1;
	}
	if (n < 0)
		return 0;
	packet[n] = '\0';
	if (strncmp(packet, "urc ", 4) == 0) {
		r->urc = true;
		if (strncmp(packet + 4, "+CMTI", 5) == 0)
			arrived(r, packet + 4);
	} else if (strncmp(packet, "gone ", 5) == 0) {
		r->gone = true;
	}
	return 1;
}

void raw_poll(struct raw *r)
{
	char packet[PACKET_MAX];

	while (next(r, packet) > 0)
		;
	explicit_bzero(packet, sizeof(packet));
}

static int finish(struct raw *r, const char *final, const char *command, struct err *err)
{
	/* The command's name only: an argument may be a number. */
	int name = (int)strcspn(command, "=?");

	if (strcmp(final, "OK") == 0)
		return 0;
	err_set(err, "%.*s: %.80s", name, command, final);
	if (strcmp(final, "timeout") == 0 || strcmp(final, "gone") == 0) {
		r->gone = true;
		return -1;
	}
	return 1;
}

int raw_call(struct raw *r, int timeout_ms, raw_line *fn, void *arg, struct err *err,
	const char *command)
{
	int64_t until = clock_steady_ms() + timeout_ms + GRACE_MS;
	char packet[PACKET_MAX];
	struct pollfd p = {r->fd, POLLIN, 0};
	int n = snprintf(packet, sizeof(packet), "at %d %s", timeout_ms, command);

	raw_poll(r);
	if (r->gone || send(r->fd, packet, (size_t)n, MSG_NOSIGNAL) < 0)
		return finish(r, "gone", command, err);
	while (clock_steady_ms() < until) {
		int got = next(r, packet);

		if (got < 0)
			return finish(r, "gone", command, err);
		if (got == 0)
			poll(&p, 1, 100);
		else if (strncmp(packet, "line ", 5) == 0 && fn != NULL)
			fn(arg, packet + 5);
		else if (strncmp(packet, "done ", 5) == 0)
			return finish(r, packet + 5, command, err);
	}
	return finish(r, "timeout", command, err);
}

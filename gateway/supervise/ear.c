/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ear.c: datagrams with SCM_CREDENTIALS. */
#include "supervise/ear.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int ear_open(const char *path, struct err *err)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	int fd, on = 1;

	if (strlen(path) >= sizeof(sun.sun_path))
		return err_set(err,
			"%s: %zu characters are too many for a socket (at most %zu); choose a "
			"state directory with a shorter path",
			path, strlen(path), sizeof(sun.sun_path) - 1);
	strcpy(sun.sun_path, path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return err_sys(err, "cannot make a socket");
	unlink(path);
	if (setsockopt(fd, SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) < 0 ||
		bind(fd, (struct sockaddr *)&sun, sizeof(sun)) < 0) {
		err_sys(err, "cannot listen on %s", path);
		close(fd);
		return -1;
	}
	return fd;
}

static void take_deadline(struct heard *h, const char *value)
{
	char *end;
	long long us;

	errno = 0;
	us = strtoll(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || us <= 0)
		return;
	us /= 1000;
	if (us < 1)
		us = 1;
	if (us > EAR_DEADLINE_MAX_MS)
		us = EAR_DEADLINE_MAX_MS;
	h->alive_ms = (int)us;
}

static void take_status(struct heard *h, const char *value)
{
	size_t i;

	h->has_status = true;
	snprintf(h->status, sizeof(h->status), "%s", value);
	for (i = 0; h->status[i] != '\0'; i++)
		if (h->status[i] < 0x20 || h->status[i] > 0x7e)
			h->status[i] = '?';
}

static void take_line(struct heard *h, const char *line)
{
	if (strcmp(line, "READY=1") == 0)
		h->ready = true;
	else if (strcmp(line, "WATCHDOG=1") == 0)
		h->alive = true;
	else if (strncmp(line, "WATCHDOG_USEC=", 14) == 0)
		take_deadline(h, line + 14);
	else if (strncmp(line, "STATUS=", 7) == 0)
		take_status(h, line + 7);
}

void ear_parse(struct heard *h, const char *text, size_t len)
{
	char copy[1024], *line, *save = NULL;

	memset(h, 0, sizeof(*h));
	if (len >= sizeof(copy))
		len = sizeof(copy) - 1;
	memcpy(copy, text, len);
	copy[len] = '\0';
	for (line = strtok_r(copy, "\n", &save); line != NULL; line = strtok_r(NULL, "\n", &save))
		take_line(h, line);
}

int ear_take(int fd, struct heard *h)
{
	/* Room for the credentials and no more: descriptors that somebody adds are closed unseen.
	 */
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(sizeof(struct ucred))];
	} control;
	char text[1024];
	struct iovec iov = {text, sizeof(text)};
	struct msghdr msg = {.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *c;
	pid_t from = 0;
	ssize_t n;

	do
		n = recvmsg(fd, &msg, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return 0;
	for (c = CMSG_FIRSTHDR(&msg); c != NULL; c = CMSG_NXTHDR(&msg, c)) {
		struct ucred cred;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_CREDENTIALS)
			continue;
		memcpy(&cred, CMSG_DATA(c), sizeof(cred));
		from = cred.pid;
	}
	ear_parse(h, text, (size_t)n);
	h->from = from;
	return 1;
}

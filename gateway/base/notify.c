/* SPDX-License-Identifier: GPL-3.0-or-later */
/* notify.c: one datagram a message; a supervisor that is gone is no reason to fail. */
#include "base/notify.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int notify_fd = -1;
static int last_deadline_ms = -1;

void notify_init(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	size_t len = path != NULL ? strlen(path) : 0;

	if (len == 0 || len >= sizeof(sun.sun_path))
		return;
	memcpy(sun.sun_path, path, len);
	if (sun.sun_path[0] == '@')
		sun.sun_path[0] = '\0';
	notify_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (notify_fd >= 0 &&
		connect(notify_fd, (struct sockaddr *)&sun,
			(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)) < 0) {
		close(notify_fd);
		notify_fd = -1;
	}
	unsetenv("NOTIFY_SOCKET");
}

static void tell(const char *text)
{
	if (notify_fd >= 0)
		(void)!send(notify_fd, text, strlen(text), MSG_NOSIGNAL);
}

void notify_ready(const char *status)
{
	char line[160];

	snprintf(line, sizeof(line), "READY=1\nSTATUS=%s", status != NULL ? status : "serving");
	tell(line);
}

void notify_alive(int deadline_ms)
{
	char line[64];

	if (deadline_ms == last_deadline_ms) {
		tell("WATCHDOG=1");
		return;
	}
	last_deadline_ms = deadline_ms;
	snprintf(line, sizeof(line), "WATCHDOG_USEC=%lld\nWATCHDOG=1",
		(long long)deadline_ms * 1000);
	tell(line);
}

void notify_status(const char *status)
{
	char line[160];

	snprintf(line, sizeof(line), "STATUS=%s", status);
	tell(line);
}

void notify_stopping(void)
{
	tell("STOPPING=1");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lock.c: flock on a file that holds a process id. */
#include "supervise/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"

enum { TRY_EVERY_MS = 20 };

static int refused(int fd, const char *path, struct err *err)
{
	char text[24] = "";
	ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
	long pid = n > 0 ? strtol(text, NULL, 10) : 0;

	close(fd);
	if (pid > 0)
		return err_set(err, "%s is held by process %ld: stop that one first", path, pid);
	return err_set(err, "%s is held by another process: stop that one first", path);
}

int lock_take(const char *path, int wait_ms, struct err *err)
{
	int64_t until_ms = clock_steady_ms() + wait_ms;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0)
		return err_sys(err, "cannot make %s", path);
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR) {
			err_sys(err, "cannot lock %s", path);
			close(fd);
			return -1;
		}
		if (clock_steady_ms() >= until_ms)
			return refused(fd, path, err);
		poll(NULL, 0, TRY_EVERY_MS);
	}
	if (ftruncate(fd, 0) < 0 || dprintf(fd, "%ld\n", (long)getpid()) < 0) {
		err_sys(err, "cannot write %s", path);
		close(fd);
		return -1;
	}
	return fd;
}

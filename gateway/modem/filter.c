/* SPDX-License-Identifier: GPL-3.0-or-later */
/* filter.c: the relay. Nothing here blocks: a modem that takes no octets must not stop the rest. */
#include "modem/filter.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "modem/at_lines.h"

enum { BACKLOG_MAX = 1024 * 1024, CTRL_Z = 0x1A, ESCAPE = 0x1B };

struct filter {
	int control, tty;
	struct at_lines lines;
	struct buf command; /* what libgammu is typing */
	struct buf to_tty, to_lib;
	bool raw;    /* the command under way is the worker's */
	bool broken; /* one of them timed out: replies can be told apart no more */
	int64_t raw_until_ms;
	unsigned dropped;
	bool ended;
};

/* --- to the worker ------------------------------------------------------------------------------
 */

static void tell(struct filter *f, const char *word, const char *text)
{
	char packet[AT_LINE_MAX + 16];
	int n = snprintf(packet, sizeof(packet), "%s %s", word, text);
	struct pollfd p = {f->control, POLLOUT, 0};
	ssize_t sent;

	if (n >= (int)sizeof(packet))
		n = sizeof(packet) - 1;
	sent = send(f->control, packet, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
	/* A reply must arrive; the worker reads while it waits for one. */
	while (sent < 0 && errno == EAGAIN && f->raw && poll(&p, 1, 1000) > 0)
		sent = send(f->control, packet, (size_t)n, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN)
		f->ended = true;
	explicit_bzero(packet, sizeof(packet));
}

static void end_raw(struct filter *f, const char *final)
{
	tell(f, "done", final);
	f->raw = false;
}

/* --- to libgammu --------------------------------------------------------------------------------
 */

static void say_line(struct filter *f, const char *line)
{
	buf_printf(&f->to_lib, "\r\n%s\r\n", line);
}

static void gone(struct filter *f, const char *why)
{
	if (f->tty < 0)
		return;
	close(f->tty);
	f->tty = -1;
	buf_clear(&f->to_tty);
	tell(f, "gone", why);
	if (f->raw)
		end_raw(f, "gone");
	else if (f->lines.busy)
		say_line(f, "ERROR");
	f->lines.busy = false;
}

/* --- from the modem -----------------------------------------------------------------------------
 */

static void on_line(void *arg, enum at_event event, const char *line)
{
	struct filter *f = arg;
	char count[16];

	switch (event) {
	case AT_URC:
		say_line(f, line);
		tell(f, "urc", line);
		return;
	case AT_NOISE:
		snprintf(count, sizeof(count), "%u", ++f->dropped);
		tell(f, "drop", count);
		return;
	case AT_ECHO:
		if (!f->raw)
			buf_printf(&f->to_lib, "%s\r", line);
		return;
	case AT_PROMPT:
		if (!f->raw)
			buf_puts(&f->to_lib, "\r\n> ");
		return;
	case AT_LINE:
		if (f->raw)
			tell(f, "line", line);
		else
			say_line(f, line);
		return;
	case AT_FINAL:
		if (f->raw)
			end_raw(f, line);
		else
			say_line(f, line);
		return;
	}
}

static void read_tty(struct filter *f)
{
	char octets[4096];
	ssize_t n = read(f->tty, octets, sizeof(octets));

	if (n > 0)
		at_lines_feed(&f->lines, octets, (size_t)n, on_line, f);
	else if (n == 0)
		gone(f, "the device ended");
	else if (errno != EAGAIN && errno != EINTR)
		gone(f, strerror(errno));
	explicit_bzero(octets, sizeof(octets));
}

/* --- from libgammu ------------------------------------------------------------------------------
 */

static void lib_command(struct filter *f)
{
	buf_putc(&f->command, '\0');
	if (f->tty < 0) {
		if (strncmp(f->command.data, "AT", 2) == 0)
			buf_printf(&f->to_lib, "%s\r\r\nERROR\r\n", f->command.data);
	} else {
		at_lines_command(&f->lines, f->command.data);
	}
	buf_clear(&f->command);
}

static void read_lib(struct filter *f)
{
	char octets[4096];
	ssize_t i, n = read(STDIN_FILENO, octets, sizeof(octets));

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		f->ended = true;
	for (i = 0; i < n; i++) {
		char c = octets[i];

		if (f->lines.body) {
			if (c == CTRL_Z || c == ESCAPE)
				at_lines_body(&f->lines);
		} else if (c == '\r') {
			lib_command(f);
		} else if (c != '\n' && c != ESCAPE && c != CTRL_Z &&
			   f->command.len < AT_LINE_MAX) {
			buf_putc(&f->command, c);
		}
	}
	if (n > 0 && f->tty >= 0)
		buf_put(&f->to_tty, octets, (size_t)n);
	explicit_bzero(octets, sizeof(octets));
}

/* --- from the worker ----------------------------------------------------------------------------
 */

static void raw_command(struct filter *f, long timeout_ms, const char *command)
{
	f->raw = true;
	if (f->tty < 0) {
		end_raw(f, "gone");
	} else if (f->broken) {
		end_raw(f, "timeout");
	} else if (f->lines.busy) {
		end_raw(f, "ERROR");
	} else {
		f->raw_until_ms = clock_steady_ms() + timeout_ms;
		at_lines_command(&f->lines, command);
		buf_printf(&f->to_tty, "%s\r", command);
	}
}

static void read_control(struct filter *f)
{
	char packet[AT_LINE_MAX];
	ssize_t n = recv(f->control, packet, sizeof(packet) - 1, MSG_DONTWAIT);
	char *end;
	long timeout_ms;

	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		f->ended = true;
	if (n <= 0)
		return;
	packet[n] = '\0';
	if (strncmp(packet, "at ", 3) != 0)
		return;
	timeout_ms = strtol(packet + 3, &end, 10);
	if (*end == ' ')
		raw_command(f, timeout_ms, end + 1);
}

/* --- the loop -----------------------------------------------------------------------------------
 */

static void flush(int fd, struct buf *b, bool *ended)
{
	ssize_t n = write(fd, b->data, b->len);

	if (n > 0)
		buf_drop(b, (size_t)n);
	else if (n < 0 && errno != EAGAIN && errno != EINTR)
		*ended = true;
}

static void turn(struct filter *f)
{
	struct pollfd p[] = {
		{STDIN_FILENO, POLLIN, 0},
		{f->to_lib.len > 0 ? STDOUT_FILENO : -1, POLLOUT, 0},
		{f->control, POLLIN, 0},
		{f->tty, (short)(POLLIN | (f->to_tty.len > 0 ? POLLOUT : 0)), 0},
	};
	int64_t left = f->raw ? f->raw_until_ms - clock_steady_ms() : -1;
	bool dead = false;

	if (f->raw && left <= 0) {
		f->broken = true;
		f->lines.busy = false;
		end_raw(f, "timeout");
		left = 0;
	}
	if (poll(p, 4, (int)left) < 0)
		return;
	if (p[3].revents & POLLIN)
		read_tty(f);
	else if (p[3].revents & (POLLHUP | POLLERR))
		gone(f, "the device hung up");
	if (f->tty >= 0 && p[3].revents & POLLOUT) {
		flush(f->tty, &f->to_tty, &dead);
		if (dead)
			gone(f, "the device takes no octets");
	}
	if (p[0].revents)
		read_lib(f);
	if (p[2].revents)
		read_control(f);
	if (p[1].revents)
		flush(STDOUT_FILENO, &f->to_lib, &f->ended);
	if (f->to_tty.len > BACKLOG_MAX || f->to_lib.len > BACKLOG_MAX)
		f->ended = true;
}

static int open_tty(const char *device, struct err *err)
{
	struct termios t;
	int fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return err_sys(err, "cannot open %s", device);
	if (tcgetattr(fd, &t) < 0) {
		err_sys(err, "%s is no terminal", device);
		close(fd);
		return -1;
	}
	cfmakeraw(&t);
	t.c_cflag |= CLOCAL | CREAD;
	t.c_cflag &= ~(tcflag_t)CRTSCTS;
	cfsetspeed(&t, B115200);
	tcsetattr(fd, TCSANOW, &t);
	ioctl(fd, TIOCEXCL);
	tcflush(fd, TCIOFLUSH);
	return fd;
}

int filter_run(int control, const char *device, struct err *err)
{
	struct filter f = {.control = control, .tty = open_tty(device, err)};
	bool opened = f.tty >= 0;

	if (!opened)
		tell(&f, "gone", err->msg);
	fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
	fcntl(STDOUT_FILENO, F_SETFL, O_NONBLOCK);
	while (!f.ended)
		turn(&f);
	if (f.tty >= 0)
		close(f.tty);
	at_lines_free(&f.lines);
	buf_free(&f.command);
	buf_free(&f.to_tty);
	buf_free(&f.to_lib);
	return opened ? 0 : -1;
}

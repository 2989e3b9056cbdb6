/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log.c: a line is built whole and leaves in one write(2), so that lines of several processes that
 * share a file never mix.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char *log_role = "hotline";
static bool log_debugging;

void log_init(const char *role, bool debug)
{
	log_role = role;
	log_debugging = debug;
}

static size_t escape(char *out, size_t room, const char *in)
{
	size_t n = 0;

	for (; *in != '\0' && n + 5 < room; in++) {
		unsigned char c = (unsigned char)*in;

		if (c < 0x20 || c == 0x7f)
			n += (size_t)snprintf(out + n, room - n, "\\x%02x", c);
		else
			out[n++] = (char)c;
	}
	return n;
}

void log_line(enum log_level level, const char *fmt, ...)
{
	char text[1024], line[2304];
	va_list ap;
	size_t n;

	if (level == LOG_LEVEL_DEBUG && !log_debugging)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	n = (size_t)snprintf(line, sizeof(line), "<%d>%s ", (int)level, log_role);
	n += escape(line + n, sizeof(line) - n - 1, text);
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return; /* nobody is left to tell: a full log must not stop the hotline */
}

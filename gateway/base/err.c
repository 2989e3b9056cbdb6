/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err.c: the words of a failure, cut at the buffer's end and never allocated, so that running out
 * of memory can be told like anything else.
 */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 3, 0))) static void put(
	struct err *e, const char *tail, const char *fmt, va_list ap)
{
	char head[sizeof(e->msg)];

	vsnprintf(head, sizeof(head), fmt, ap);
	if (tail == NULL)
		snprintf(e->msg, sizeof(e->msg), "%s", head);
	else
		snprintf(e->msg, sizeof(e->msg), "%.*s: %.*s", (int)(sizeof(e->msg) / 2), head,
			(int)(sizeof(e->msg) / 2 - 4), tail);
}

int err_set(struct err *e, const char *fmt, ...)
{
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	put(e, NULL, fmt, ap);
	va_end(ap);
	return -1;
}

int err_sys(struct err *e, const char *fmt, ...)
{
	int saved = errno;
	va_list ap;

	if (e == NULL)
		return -1;
	va_start(ap, fmt);
	put(e, strerror(saved), fmt, ap);
	va_end(ap);
	errno = saved;
	return -1;
}

int err_wrap(struct err *e, const char *fmt, ...)
{
	char was[sizeof(e->msg)];
	va_list ap;

	if (e == NULL)
		return -1;
	memcpy(was, e->msg, sizeof(was));
	va_start(ap, fmt);
	put(e, was, fmt, ap);
	va_end(ap);
	return -1;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * feed.c: events, their clock, and the escapes that keep a text on one line.
 */
#include "sim/feed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

struct feed {
	feed_fn *fn;
	void *arg;
	int64_t last_us;
};

struct feed *feed_new(void)
{
	struct feed *f = xcalloc(1, sizeof(*f));

	f->last_us = feed_now_us();
	return f;
}

void feed_free(struct feed *f)
{
	free(f);
}

void feed_listen(struct feed *f, feed_fn *fn, void *arg)
{
	f->fn = fn;
	f->arg = arg;
}

int64_t feed_now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void feed_emit(struct feed *f, const char *kind, const char *fmt, ...)
{
	int64_t now_us = feed_now_us();
	char *details = NULL;
	va_list ap;

	if (strcmp(kind, "at") != 0 && strcmp(kind, "port") != 0)
		f->last_us = now_us;
	if (f->fn == NULL)
		return;
	va_start(ap, fmt);
	if (vasprintf(&details, fmt, ap) < 0)
		abort();
	va_end(ap);
	f->fn(f->arg, now_us, kind, details);
	free(details);
}

int64_t feed_quiet_us(const struct feed *f)
{
	return feed_now_us() - f->last_us;
}

void feed_escape(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\r')
			buf_puts(out, "\\r");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c == '\\')
			buf_puts(out, "\\\\");
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
}

static int hex_value(char c)
{
	const char *digits = "0123456789abcdefABCDEF", *p = c ? strchr(digits, c) : NULL;

	if (p == NULL)
		return -1;
	return (int)(p - digits) - (p - digits > 15 ? 6 : 0);
}

int feed_unescape(char *text)
{
	char *to = text;
	int high, low;

	for (; *text != '\0'; text++) {
		if (*text != '\\') {
			*to++ = *text;
			continue;
		}
		switch (*++text) {
		case 'n':
			*to++ = '\n';
			break;
		case 'r':
			*to++ = '\r';
			break;
		case 't':
			*to++ = '\t';
			break;
		case '\\':
			*to++ = '\\';
			break;
		case 'x':
			high = hex_value(text[1]);
			low = high < 0 ? -1 : hex_value(text[2]);
			if (low < 0 || high * 16 + low == 0)
				return -1;
			*to++ = (char)(high * 16 + low);
			text += 2;
			break;
		default:
			return -1;
		}
	}
	*to = '\0';
	return 0;
}

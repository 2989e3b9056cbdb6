/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf.c: growing buffers. Growth copies by hand instead of realloc(3), which could leave an
 * unwiped copy of a message body behind.
 */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *alive(void *p)
{
	if (p == NULL) {
		fputs("<2>out of memory\n", stderr);
		abort();
	}
	return p;
}

void *xmalloc(size_t len)
{
	return alive(malloc(len ? len : 1));
}

void *xcalloc(size_t n, size_t len)
{
	return alive(calloc(n ? n : 1, len ? len : 1));
}

void *xrealloc(void *p, size_t len)
{
	return alive(realloc(p, len ? len : 1));
}

char *xstrdup(const char *s)
{
	return alive(strdup(s));
}

void *xmemdup(const void *p, size_t len)
{
	void *q = xmalloc(len);

	if (len > 0)
		memcpy(q, p, len);
	return q;
}

static void room(struct buf *b, size_t more)
{
	size_t want = b->len + more + 1, cap = b->cap ? b->cap : 64;
	char *data;

	if (want <= b->cap)
		return;
	while (cap < want)
		cap *= 2;
	data = xmalloc(cap);
	if (b->data != NULL) {
		memcpy(data, b->data, b->len + 1);
		explicit_bzero(b->data, b->cap);
		free(b->data);
	}
	b->data = data;
	b->cap = cap;
}

void buf_put(struct buf *b, const void *data, size_t len)
{
	room(b, len);
	if (len > 0)
		memcpy(b->data + b->len, data, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n > 0) {
		room(b, (size_t)n);
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buf_drop(struct buf *b, size_t len)
{
	if (len >= b->len) {
		buf_clear(b);
		return;
	}
	memmove(b->data, b->data + len, b->len - len + 1);
	explicit_bzero(b->data + b->len - len + 1, len);
	b->len -= len;
}

void buf_clear(struct buf *b)
{
	if (b->data != NULL)
		explicit_bzero(b->data, b->cap);
	b->len = 0;
}

void buf_free(struct buf *b)
{
	buf_clear(b);
	free(b->data);
	*b = (struct buf)BUF_INIT;
}

char *buf_take(struct buf *b, size_t *len)
{
	char *data;

	room(b, 0);
	data = b->data;
	data[b->len] = '\0';
	if (len != NULL)
		*len = b->len;
	*b = (struct buf)BUF_INIT;
	return data;
}

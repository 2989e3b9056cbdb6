/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * buf: a growing run of octets.
 *
 * Starts as BUF_INIT, ends with buf_free, which wipes what it held: buffers carry message bodies.
 * There is always a NUL behind the last octet, so `data` may be read as a string when the contents
 * have none inside. Running out of memory ends the process: there is nothing sound left to do.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;
	size_t len;
	size_t cap;
};

/* clang-format off */
#define BUF_INIT {NULL, 0, 0}
/* clang-format on */

void buf_put(struct buf *b, const void *data, size_t len);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Takes `len` octets off the front. */
void buf_drop(struct buf *b, size_t len);
/* Empties and wipes, keeps the room. */
void buf_clear(struct buf *b);
/* Wipes and gives the room back; the buf is as BUF_INIT again. */
void buf_free(struct buf *b);
/* Hands the octets over to the caller, who frees them; never NULL. */
char *buf_take(struct buf *b, size_t *len);

/* malloc, strdup and memdup that end the process instead of returning NULL. */
void *xmalloc(size_t len);
void *xcalloc(size_t n, size_t len);
void *xrealloc(void *p, size_t len);
char *xstrdup(const char *s);
void *xmemdup(const void *p, size_t len);

#endif

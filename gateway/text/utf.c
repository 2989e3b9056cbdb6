/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * utf.c: conversions between UTF-8 and UTF-16 by ICU's macros, which replace maximal broken runs
 * and never read beyond the length given.
 */
#include "text/utf.h"

#include <unicode/utf16.h>
#include <unicode/utf8.h>

enum { REPLACEMENT = 0xFFFD };

/* Lengths beyond what ICU's 32-bit offsets hold cannot come from any message. */
static int32_t clamp(size_t len)
{
	return len > INT32_MAX / 4 ? INT32_MAX / 4 : (int32_t)len;
}

bool utf8_valid(const char *in, size_t len)
{
	const uint8_t *s = (const uint8_t *)in;
	int32_t i = 0, n = clamp(len);
	UChar32 c;

	while (i < n) {
		U8_NEXT(s, i, n, c);
		if (c < 0)
			return false;
	}
	return (size_t)n == len;
}

static void put_utf8(struct buf *out, UChar32 c)
{
	uint8_t s[U8_MAX_LENGTH];
	int32_t n = 0;

	U8_APPEND_UNSAFE(s, n, c);
	buf_put(out, s, (size_t)n);
}

size_t text_utf8_clean(struct buf *out, const char *in, size_t len)
{
	const uint8_t *s = (const uint8_t *)in;
	int32_t i = 0, from, n = clamp(len);
	size_t broken = 0;
	UChar32 c;

	while (i < n) {
		from = i;
		U8_NEXT(s, i, n, c);
		if (c >= 0) {
			buf_put(out, in + from, (size_t)(i - from));
		} else {
			put_utf8(out, REPLACEMENT);
			broken++;
		}
	}
	return broken;
}

size_t utf8_to_utf16(uint16_t *out, const char *in, size_t len, size_t *broken)
{
	const uint8_t *s = (const uint8_t *)in;
	int32_t i = 0, n = clamp(len);
	size_t units = 0, bad = 0;
	UChar32 c;

	while (i < n) {
		U8_NEXT(s, i, n, c);
		if (c < 0) {
			c = REPLACEMENT;
			bad++;
		}
		U16_APPEND_UNSAFE(out, units, c);
	}
	if (broken != NULL)
		*broken = bad;
	return units;
}

size_t utf16_to_utf8(struct buf *out, const uint16_t *in, size_t units)
{
	int32_t i = 0, n = clamp(units);
	size_t broken = 0;
	UChar32 c;

	while (i < n) {
		U16_NEXT(in, i, n, c);
		if (U_IS_SURROGATE(c)) {
			c = REPLACEMENT;
			broken++;
		}
		put_utf8(out, c);
	}
	return broken;
}

size_t utf16be_to_utf8(struct buf *out, const uint8_t *in, size_t len)
{
	size_t units = len / 2, i, broken;
	uint16_t *u = xmalloc(units * sizeof(*u));
	struct buf wipe = {(char *)u, units * sizeof(*u), units * sizeof(*u)};

	for (i = 0; i < units; i++)
		u[i] = (uint16_t)(in[2 * i] << 8 | in[2 * i + 1]);
	broken = utf16_to_utf8(out, u, units);
	buf_free(&wipe);
	if (len % 2 != 0) {
		put_utf8(out, REPLACEMENT);
		broken++;
	}
	return broken;
}

size_t utf8_to_utf16be(struct buf *out, const char *in, size_t len)
{
	const uint8_t *s = (const uint8_t *)in;
	int32_t i = 0, k, n = clamp(len), units;
	size_t broken = 0;
	uint16_t u[2];
	UChar32 c;

	while (i < n) {
		U8_NEXT(s, i, n, c);
		if (c < 0) {
			c = REPLACEMENT;
			broken++;
		}
		units = 0;
		U16_APPEND_UNSAFE(u, units, c);
		for (k = 0; k < units; k++) {
			buf_putc(out, (char)(u[k] >> 8));
			buf_putc(out, (char)(u[k] & 0xFF));
		}
	}
	return broken;
}

size_t utf8_units16(const char *in, size_t len)
{
	const uint8_t *s = (const uint8_t *)in;
	int32_t i = 0, n = clamp(len);
	size_t units = 0;
	UChar32 c;

	while (i < n) {
		U8_NEXT(s, i, n, c);
		units += c < 0 ? 1 : (size_t)U16_LENGTH(c);
	}
	return units;
}

size_t utf8_fit(const char *in, size_t len, size_t max)
{
	int32_t at;

	if (len <= max)
		return len;
	at = clamp(max);
	U8_SET_CP_START((const uint8_t *)in, 0, at);
	return (size_t)at;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alphabet.c: GSM 7 bit and UCS-2 by ICU's converters, and the packing of septets by hand.
 * A converter is opened for each call: slow, plain, and without state between messages.
 */
#include "sim/alphabet.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

/* Converts by way of `to` and `from`; stops at what cannot be said when `strict`. */
static int convert(
	struct buf *out, const char *to, const char *from, const void *data, size_t len, int strict)
{
	UErrorCode code = U_ZERO_ERROR;
	UConverter *a = ucnv_open(from, &code), *b = ucnv_open(to, &code);
	size_t room = len * 4 + 16;
	char *to_start = xmalloc(room), *to_at = to_start;
	const char *from_at = data;

	ucnv_setFallback(b, false);
	if (strict) {
		ucnv_setToUCallBack(a, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
		ucnv_setFromUCallBack(b, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
	}
	if (U_SUCCESS(code))
		ucnv_convertEx(b, a, &to_at, to_start + room, &from_at, from_at + len, NULL, NULL,
			NULL, NULL, true, true, &code);
	if (U_SUCCESS(code))
		buf_put(out, to_start, (size_t)(to_at - to_start));
	free(to_start);
	ucnv_close(a);
	ucnv_close(b);
	return U_SUCCESS(code) ? 0 : -1;
}

/* Puts U+2400, the picture of NUL, for each NUL from `start` on. */
static void show_nuls(struct buf *b, size_t start)
{
	struct buf shown = BUF_INIT;
	size_t i;

	if (memchr(b->data + start, '\0', b->len - start) == NULL)
		return;
	for (i = start; i < b->len; i++) {
		if (b->data[i] == '\0')
			buf_puts(&shown, "\xe2\x90\x80");
		else
			buf_putc(&shown, b->data[i]);
	}
	b->len = start;
	buf_put(b, shown.data, shown.len);
	buf_free(&shown);
}

int gsm7_from_utf8(struct buf *out, const char *text)
{
	return convert(out, "gsm-03.38-2009", "UTF-8", text, strlen(text), 1);
}

void gsm7_to_utf8(struct buf *out, const uint8_t *septets, size_t len)
{
	size_t start = out->len;

	buf_put(out, "", 0);
	convert(out, "UTF-8", "gsm-03.38-2009", septets, len, 0);
	show_nuls(out, start);
}

int ucs2_from_utf8(struct buf *out, const char *text)
{
	return convert(out, "UTF-16BE", "UTF-8", text, strlen(text), 1);
}

void ucs2_to_utf8(struct buf *out, const uint8_t *octets, size_t len)
{
	size_t start = out->len;

	buf_put(out, "", 0);
	convert(out, "UTF-8", "UTF-16BE", octets, len, 0);
	show_nuls(out, start);
}

size_t septets_pack(uint8_t *out, const uint8_t *septets, size_t n, unsigned fill_bits)
{
	size_t bits = fill_bits + 7 * n, len = (bits + 7) / 8, i;

	memset(out, 0, len);
	for (i = 0; i < n; i++) {
		size_t at = fill_bits + 7 * i;
		unsigned wide = (unsigned)(septets[i] & 0x7f) << (at % 8);

		out[at / 8] |= (uint8_t)wide;
		if (wide > 0xff)
			out[at / 8 + 1] |= (uint8_t)(wide >> 8);
	}
	return len;
}

size_t septets_unpack(uint8_t *septets, size_t n, const uint8_t *in, size_t len, unsigned fill_bits)
{
	size_t i;

	for (i = 0; i < n; i++) {
		size_t at = fill_bits + 7 * i;
		unsigned wide;

		if (at + 7 > len * 8)
			break;
		wide = in[at / 8];
		if (at % 8 > 1)
			wide |= (unsigned)in[at / 8 + 1] << 8;
		septets[i] = (uint8_t)(wide >> (at % 8) & 0x7f);
	}
	return i;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdu_user.c: alphabets and headers. */
#include "modem/pdu_user.h"

#include <string.h>

#include "base/buf.h"
#include "text/gsm7.h"

enum alphabet { GSM7, DATA, UCS2 };

/* 23.038 section 4. Compressed and reserved codings cannot be read and are refused. */
static int alphabet_of(uint8_t dcs, enum alphabet *a, int *flash, struct err *err)
{
	static const enum alphabet general[] = {GSM7, DATA, UCS2};

	*flash = 0;
	if ((dcs & 0x80) == 0) { /* general, or marked for deletion */
		if (dcs & 0x20)
			return err_set(err, "compressed text, DCS 0x%02X (23.038 4)", dcs);
		if ((dcs >> 2 & 3) == 3)
			return err_set(err, "reserved alphabet, DCS 0x%02X (23.038 4)", dcs);
		*a = general[dcs >> 2 & 3];
		*flash = (dcs & 0x10) && (dcs & 3) == 0;
		return 0;
	}
	switch (dcs >> 4) {
	case 0xC:
	case 0xD:
		*a = GSM7;
		return 0;
	case 0xE:
		*a = UCS2;
		return 0;
	case 0xF:
		*a = dcs & 4 ? DATA : GSM7;
		*flash = (dcs & 3) == 0;
		return 0;
	default:
		return err_set(err, "reserved coding group, DCS 0x%02X (23.038 4)", dcs);
	}
}

static int concatenation(
	struct pdu_deliver *d, int ref, uint8_t total, uint8_t part, struct err *err)
{
	/* "If the value is zero ... or greater than the maximum, ignore the whole element": the
	 * text may then be anything, so a human looks at the octets. */
	if (total == 0 || part == 0 || part > total)
		return err_set(
			err, "part %u of %u of a long text (23.040 9.2.3.24.1)", part, total);
	d->ref = ref;
	d->total = total;
	d->part = part;
	return 0;
}

/* Information elements; unknown ones are skipped (23.040 section 9.2.3.24). */
static int header(struct pdu_deliver *d, const uint8_t *h, size_t len, struct err *err)
{
	size_t at = 0, n;

	while (at < len) {
		if (at + 2 > len || at + 2 + h[at + 1] > len)
			return err_set(err,
				"a header element is longer than the header (23.040 9.2.3.24)");
		n = h[at + 1];
		if (h[at] == 0x00 && n == 3) {
			if (concatenation(d, h[at + 2], h[at + 3], h[at + 4], err) < 0)
				return -1;
		} else if (h[at] == 0x08 && n == 4) {
			if (concatenation(
				    d, h[at + 2] << 8 | h[at + 3], h[at + 4], h[at + 5], err) < 0)
				return -1;
		} else if (h[at] == 0x24 || h[at] == 0x25) {
			return err_set(err, "a national language table (23.038 6.2.1.2)");
		}
		at += 2 + n;
	}
	return 0;
}

static void put_utf8(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_putc(out, (char)c);
	} else if (c < 0x800) {
		buf_putc(out, (char)(0xC0 | c >> 6));
		buf_putc(out, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		buf_putc(out, (char)(0xE0 | c >> 12));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_putc(out, (char)(0x80 | (c & 0x3F)));
	} else {
		buf_putc(out, (char)(0xF0 | c >> 18));
		buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		buf_putc(out, (char)(0x80 | (c & 0x3F)));
	}
}

/* UCS-2 is UTF-16 on every phone of today. A lone surrogate shows as U+FFFD, a NUL ends nothing
 * and is left out; an odd last octet is dropped. */
static void ucs2(struct buf *out, const uint8_t *s, size_t len)
{
	size_t i;

	for (i = 0; i + 2 <= len; i += 2) {
		uint32_t c = (uint32_t)(s[i] << 8 | s[i + 1]), low = 0;

		if (i + 4 <= len)
			low = (uint32_t)(s[i + 2] << 8 | s[i + 3]);
		if (c >= 0xD800 && c < 0xDC00 && low >= 0xDC00 && low < 0xE000) {
			c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
			i += 2;
		} else if (c >= 0xD800 && c < 0xE000) {
			c = 0xFFFD;
		}
		if (c != 0)
			put_utf8(out, c);
	}
}

static void gsm7(struct buf *out, const uint8_t *ud, size_t len, unsigned udl, size_t header_len)
{
	unsigned fill = (unsigned)((7 - header_len * 8 % 7) % 7);
	size_t taken = (header_len * 8 + fill) / 7;
	struct buf septets = BUF_INIT;

	if (udl > taken)
		gsm7_unpack(&septets, ud + header_len, len - header_len, udl - taken, fill);
	gsm7_decode(out, (const uint8_t *)septets.data, septets.len);
	buf_free(&septets);
}

int pdu_user_decode(struct pdu_deliver *d, uint8_t dcs, bool has_header, unsigned udl,
	const uint8_t *ud, size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	size_t need, header_len = 0;
	enum alphabet a = GSM7;

	if (alphabet_of(dcs, &a, &d->flash, err) < 0)
		return -1;
	need = a == GSM7 ? gsm7_packed_len(udl, 0) : udl;
	if (need > 140)
		return err_set(err, "more user data than a message holds (23.040 9.2.3.16)");
	if (need > len)
		return err_set(
			err, "%zu octets of user data, %zu are there (23.040 9.2.3.16)", need, len);
	len = need; /* what is behind it is padding of the SIM */
	if (has_header) {
		if (len == 0 || 1U + ud[0] > len)
			return err_set(err, "the header is longer than the data (23.040 9.2.3.24)");
		header_len = 1U + ud[0];
		if (header(d, ud + 1, ud[0], err) < 0)
			return -1;
	}
	if (a == GSM7)
		gsm7(&text, ud, len, udl, header_len);
	else if (a == UCS2)
		ucs2(&text, ud + header_len, len - header_len);
	d->binary = a == DATA;
	d->text = buf_take(&text, NULL);
	return 0;
}

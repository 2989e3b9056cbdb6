/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gsm7.c: 3GPP 23.038's default alphabet as one table, read in both directions, and the septet
 * arithmetic of SMS and USSD. The unit test compares every code with ICU's gsm-03.38-2009.
 */
#include "text/gsm7.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utf8.h>

enum { NBSP = 0x00A0 };

/* Section 6.2.1, by code. */
static const uint16_t alphabet[128] = {'@', 0xA3, '$', 0xA5, 0xE8, 0xE9, 0xF9, 0xEC, 0xF2, 0xC7,
	'\n', 0xD8, 0xF8, '\r', 0xC5, 0xE5, 0x394, '_', 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8,
	0x3A3, 0x398, 0x39E, NBSP, 0xC6, 0xE6, 0xDF, 0xC9, ' ', '!', '"', '#', 0xA4, '%', '&', '\'',
	'(', ')', '*', '+', ',', '-', '.', '/', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
	':', ';', '<', '=', '>', '?', 0xA1, 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K',
	'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 0xC4, 0xD6, 0xD1,
	0xDC, 0xA7, 0xBF, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
	'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', 0xE4, 0xF6, 0xF1, 0xFC, 0xE0};

/* Section 6.2.1.1. */
static const struct {
	uint8_t septet;
	uint16_t ch;
} extension[] = {{0x0A, '\f'}, {0x14, '^'}, {0x28, '{'}, {0x29, '}'}, {0x2F, '\\'}, {0x3C, '['},
	{0x3D, '~'}, {0x3E, ']'}, {0x40, '|'}, {0x65, 0x20AC}};

enum { EXTENSIONS = sizeof(extension) / sizeof(extension[0]) };

int gsm7_code(uint32_t ch)
{
	int i;

	if (ch == NBSP || ch > 0xFFFF)
		return -1;
	if ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '%' && ch <= '?') ||
		ch == ' ')
		return (int)ch;
	for (i = 0; i < 128; i++)
		if (alphabet[i] == ch)
			return i;
	for (i = 0; i < EXTENSIONS; i++)
		if (extension[i].ch == ch)
			return GSM7_ESC << 8 | extension[i].septet;
	return -1;
}

int32_t gsm7_char(int code)
{
	int i;

	if (code >= 0 && code < 128)
		return alphabet[code];
	if (code >> 8 == GSM7_ESC)
		for (i = 0; i < EXTENSIONS; i++)
			if (extension[i].septet == (code & 0xFF))
				return extension[i].ch;
	return -1;
}

unsigned gsm7_cost(uint32_t ch)
{
	int code = gsm7_code(ch);

	return code < 0 ? 0 : code > 0x7F ? 2 : 1;
}

long gsm7_len(const char *utf8, size_t len)
{
	const uint8_t *s = (const uint8_t *)utf8;
	size_t i = 0;
	long septets = 0;
	unsigned cost;
	UChar32 c;

	while (i < len) {
		U8_NEXT(s, i, len, c);
		cost = c < 0 ? 0 : gsm7_cost((uint32_t)c);
		if (cost == 0)
			return -1;
		septets += cost;
	}
	return septets;
}

int gsm7_encode(struct buf *out, const char *utf8, size_t len)
{
	const uint8_t *s = (const uint8_t *)utf8;
	size_t i = 0;
	UChar32 c;
	int code;

	if (gsm7_len(utf8, len) < 0)
		return -1;
	while (i < len) {
		U8_NEXT(s, i, len, c);
		code = gsm7_code((uint32_t)c);
		if (code > 0x7F)
			buf_putc(out, GSM7_ESC);
		buf_putc(out, (char)(code & 0x7F));
	}
	return 0;
}

void gsm7_decode(struct buf *out, const uint8_t *septets, size_t len)
{
	uint8_t u8[U8_MAX_LENGTH];
	size_t i, n;
	int32_t ch;

	for (i = 0; i < len; i++) {
		ch = -1;
		if (septets[i] == GSM7_ESC && i + 1 < len && septets[i + 1] != GSM7_ESC) {
			i++;
			ch = gsm7_char(GSM7_ESC << 8 | (septets[i] & 0x7F));
		}
		if (ch < 0)
			ch = gsm7_char(septets[i] & 0x7F);
		n = 0;
		U8_APPEND_UNSAFE(u8, n, ch);
		buf_put(out, u8, n);
	}
}

size_t gsm7_packed_len(size_t septets, unsigned fill_bits)
{
	return (septets * 7 + fill_bits + 7) / 8;
}

void gsm7_pack(struct buf *out, const uint8_t *septets, size_t len, unsigned fill_bits)
{
	unsigned held = 0, bits = fill_bits; /* `held`: bits not yet put, low first */
	size_t i;

	for (i = 0; i < len; i++) {
		held |= (unsigned)(septets[i] & 0x7F) << bits;
		bits += 7;
		if (bits >= 8) {
			buf_putc(out, (char)(held & 0xFF));
			held >>= 8;
			bits -= 8;
		}
	}
	if (bits > 0 && len > 0)
		buf_putc(out, (char)(held & 0xFF));
}

size_t gsm7_unpack(
	struct buf *out, const uint8_t *octets, size_t len, size_t count, unsigned fill_bits)
{
	size_t i, at = fill_bits, done = 0;
	unsigned two;

	for (i = 0; i < count; i++, at += 7) {
		if (at + 7 > len * 8)
			break;
		two = octets[at / 8];
		if (at / 8 + 1 < len)
			two |= (unsigned)octets[at / 8 + 1] << 8;
		buf_putc(out, (char)(two >> at % 8 & 0x7F));
		done++;
	}
	return done;
}

void gsm7_pack_ussd(struct buf *out, const uint8_t *septets, size_t len)
{
	uint8_t *padded = xmalloc(len + 1);

	if (len > 0)
		memcpy(padded, septets, len);
	/* Seven free bits would read as '@'; and a CR of the text's own in the last place would be
	 * taken for padding, so it gets a second one behind it (a whole octet of its own). */
	if (len % 8 == 7 || (len > 0 && len % 8 == 0 && septets[len - 1] == GSM7_CR))
		padded[len++] = GSM7_CR;
	gsm7_pack(out, padded, len, 0);
	explicit_bzero(padded, len);
	free(padded);
}

size_t gsm7_unpack_ussd(struct buf *out, const uint8_t *octets, size_t len)
{
	size_t n = gsm7_unpack(out, octets, len, len * 8 / 7, 0);

	/* The CR pads only where it fills the octets exactly, or is the second of two, of which the
	 * first filled them. */
	if (n > 0 && out->data[out->len - 1] == GSM7_CR &&
		(n % 8 == 0 || (n % 8 == 1 && n > 1 && out->data[out->len - 2] == GSM7_CR))) {
		out->data[--out->len] = '\0';
		n--;
	}
	return n;
}

enum gsm7_alphabet gsm7_dcs_sms(uint8_t dcs)
{
	static const enum gsm7_alphabet by_bits[4] = {
		GSM7_ALPHABET_GSM7, GSM7_ALPHABET_8BIT, GSM7_ALPHABET_UCS2, GSM7_ALPHABET_RESERVED};

	if (dcs < 0x80) /* general and automatic deletion groups: bit 5 says compressed */
		return dcs & 0x20 ? GSM7_ALPHABET_RESERVED : by_bits[dcs >> 2 & 3];
	switch (dcs >> 4) {
	case 0xC: /* message waiting: discard, store */
	case 0xD:
		return GSM7_ALPHABET_GSM7;
	case 0xE:
		return GSM7_ALPHABET_UCS2;
	case 0xF:
		return dcs & 0x04 ? GSM7_ALPHABET_8BIT : GSM7_ALPHABET_GSM7;
	default: /* reserved groups are read as the default alphabet (section 4) */
		return GSM7_ALPHABET_GSM7;
	}
}

enum gsm7_alphabet gsm7_dcs_ussd(uint8_t dcs)
{
	static const enum gsm7_alphabet by_bits[4] = {
		GSM7_ALPHABET_GSM7, GSM7_ALPHABET_8BIT, GSM7_ALPHABET_UCS2, GSM7_ALPHABET_RESERVED};

	switch (dcs >> 4) {
	case 0x1:
		return dcs == 0x10   ? GSM7_ALPHABET_GSM7_LANG
		       : dcs == 0x11 ? GSM7_ALPHABET_UCS2_LANG
				     : GSM7_ALPHABET_GSM7;
	case 0x4:
	case 0x5:
	case 0x6:
	case 0x7:
		return dcs & 0x20 ? GSM7_ALPHABET_RESERVED : by_bits[dcs >> 2 & 3];
	case 0x9: /* with a user data header */
		return by_bits[dcs >> 2 & 3];
	case 0xF:
		return dcs & 0x04 ? GSM7_ALPHABET_8BIT : GSM7_ALPHABET_GSM7;
	default:
		return GSM7_ALPHABET_GSM7;
	}
}

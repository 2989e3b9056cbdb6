/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gsm7: the GSM 7-bit default alphabet and its packing (3GPP 23.038).
 *
 * A code is a septet of the default alphabet (section 6.2.1), or 0x1B and a septet of the extension
 * table (6.2.1.1), which costs two septets: ^ { } \ [ ~ ] | form feed and the euro sign. A code is
 * written 0..0x7F or 0x1B00 | septet. No national language shift table serves a language of this
 * house, so there are none.
 *
 * Packing puts septets into octets from the low bits up (6.1.2.1). For a text behind a user data
 * header, `fill_bits` (0..6) zero bits come first, so that the text begins on a septet boundary.
 * USSD strings (6.1.2.3) pad with CR where seven bits of the last octet would be free, since zero
 * bits would read as an @.
 */
#ifndef TEXT_GSM7_H
#define TEXT_GSM7_H

#include "base/buf.h"

#include <stddef.h>
#include <stdint.h>

enum { GSM7_ESC = 0x1B, GSM7_CR = 0x0D };

/* The code of a character, or -1 when the alphabet has none. */
int gsm7_code(uint32_t ch);

/* The character of a code, or -1 where the tables are empty. 0x1B alone stands for itself, as
 * receivers show a space for it: it gives U+00A0. */
int32_t gsm7_char(int code);

/* Septets of a character (1 or 2), or 0 when the alphabet has none. */
unsigned gsm7_cost(uint32_t ch);

/* Septets of the whole text, or -1 when a character is not in the alphabet. */
long gsm7_len(const char *utf8, size_t len);

/* Appends one octet per septet. Returns -1, with `out` as it was, when a character is missing. */
int gsm7_encode(struct buf *out, const char *utf8, size_t len);

/* Appends UTF-8 for `len` unpacked septets. An ESC before a septet that the extension lacks shows
 * the default alphabet's character, an ESC at the end U+00A0 (6.2.1.1, notes 1 and 3). */
void gsm7_decode(struct buf *out, const uint8_t *septets, size_t len);

/* Octets that `septets` take behind `fill_bits`. */
size_t gsm7_packed_len(size_t septets, unsigned fill_bits);

/* Appends the packed octets. */
void gsm7_pack(struct buf *out, const uint8_t *septets, size_t len, unsigned fill_bits);

/* Appends `count` septets, one octet each, from packed octets; stops early when they run out.
 * Returns how many there were. */
size_t gsm7_unpack(
	struct buf *out, const uint8_t *octets, size_t len, size_t count, unsigned fill_bits);

/* USSD: packs with the CR padding, and unpacks, counting septets from the octets and dropping the
 * padding CR (23.038 section 6.1.2.3.1). */
void gsm7_pack_ussd(struct buf *out, const uint8_t *septets, size_t len);
size_t gsm7_unpack_ussd(struct buf *out, const uint8_t *octets, size_t len);

/* Data coding schemes that this house sends (23.038 sections 4 and 5). */
enum {
	GSM7_DCS_SMS = 0x00,      /* default alphabet */
	GSM7_DCS_SMS_UCS2 = 0x08, /* UCS-2 */
	GSM7_DCS_USSD = 0x0F,     /* default alphabet, language unspecified */
	GSM7_DCS_USSD_UCS2 = 0x48 /* UCS-2, uncompressed */
};

enum gsm7_alphabet {
	GSM7_ALPHABET_GSM7,
	GSM7_ALPHABET_8BIT,
	GSM7_ALPHABET_UCS2,
	GSM7_ALPHABET_GSM7_LANG, /* default alphabet behind two characters and a CR (0x10) */
	GSM7_ALPHABET_UCS2_LANG, /* UCS-2 behind two packed septets of language (0x11) */
	GSM7_ALPHABET_RESERVED
};

/* What a received DCS octet says, for SMS (section 4) and for USSD (section 5). Compressed texts
 * are RESERVED: nothing here can read them. */
enum gsm7_alphabet gsm7_dcs_sms(uint8_t dcs);
enum gsm7_alphabet gsm7_dcs_ussd(uint8_t dcs);

#endif

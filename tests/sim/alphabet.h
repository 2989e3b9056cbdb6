/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alphabet: characters as phones carry them.
 *
 * The GSM 7 bit default alphabet with its extension table (3GPP 23.038 §6.2.1) and UCS-2, which
 * real phones fill with UTF-16, surrogates included. The characters come from ICU's converter
 * `gsm-03.38-2009`, not from a table of this project, so that a wrong entry in the gateway's own
 * table shows instead of cancelling out.
 *
 * "Septets" are always one to an octet here; septets_pack and septets_unpack go to and from the
 * packed form. Text is UTF-8 with a NUL.
 */
#ifndef SIM_ALPHABET_H
#define SIM_ALPHABET_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Appends the septets of `text` to `out`; -1 when a character is not in the alphabet (`out` is
 * then as before). Characters of the extension table take two septets, ESC first. */
int gsm7_from_utf8(struct buf *out, const char *text);
/* Appends UTF-8; what is unassigned becomes U+FFFD. NULs become U+2400 so that text stays text. */
void gsm7_to_utf8(struct buf *out, const uint8_t *septets, size_t len);

/* Appends UTF-16, high octet first; -1 when `text` is not valid UTF-8. */
int ucs2_from_utf8(struct buf *out, const char *text);
/* Appends UTF-8. Lone surrogates and an odd last octet become U+FFFD, NUL becomes U+2400. */
void ucs2_to_utf8(struct buf *out, const uint8_t *octets, size_t len);

/* Packs `n` septets into `out` after `fill` zero bits (0-6); returns the octets written. `out` has
 * room for (fill + 7n + 7) / 8 (3GPP 23.038 §6.1.2.1). */
size_t septets_pack(uint8_t *out, const uint8_t *septets, size_t n, unsigned fill_bits);
/* Reads `n` septets, or as many as `len` octets hold after `fill_bits`; returns how many. */
size_t septets_unpack(
	uint8_t *septets, size_t n, const uint8_t *in, size_t len, unsigned fill_bits);

#endif

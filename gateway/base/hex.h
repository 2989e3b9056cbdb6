/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hex: octets as hexadecimal digits and back. */
#ifndef BASE_HEX_H
#define BASE_HEX_H

#include <stddef.h>
#include <stdint.h>

/* Writes 2*len lower-case digits and a NUL to `out`. */
void hex_encode(char *out, const uint8_t *in, size_t len);

/* Reads `len` digits (either case) into `out` (room for len/2 octets). Returns the number of
 * octets, or -1 when `len` is odd, a character is no digit, or `room` is too small. */
int hex_decode(uint8_t *out, size_t room, const char *in, size_t len);

#endif

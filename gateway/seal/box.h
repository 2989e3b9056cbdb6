/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * box: every record sealed to its reader (libsodium).
 *
 * Two forms, told apart by their first octet:
 *
 *     0x01  sealed box (X25519, XSalsa20-Poly1305): whoever holds the public key writes, only the
 *           holder of the secret key reads. Intake and outgoing records.
 *     0x02  XChaCha20-Poly1305-IETF under a shared key, random 24-octet nonce in front. Sessions,
 *           routes, case entries.
 *
 * Both pad the plain text to a multiple of 256 octets (ISO/IEC 7816-4), so that a length tells
 * little, and both bind a label ("sess:<person>", "case:<id>:<n>"): a box moved to another key or
 * kind does not open. The label is authenticated, not stored.
 */
#ifndef SEAL_BOX_H
#define SEAL_BOX_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "seal/keys.h"

/* Appends the box to `out`. */
void box_seal(struct buf *out, const uint8_t to[SEAL_KEY_LEN], const char *label, const void *plain,
	size_t len);
/* Appends the plain text to `out`; -1 when the box is not ours, altered, or labelled otherwise. */
int box_open(struct buf *out, const struct key_pair *self, const char *label, const void *box,
	size_t len, struct err *err);

void box_lock(
	struct buf *out, const uint8_t *key, const char *label, const void *plain, size_t len);
int box_unlock(struct buf *out, const uint8_t *key, const char *label, const void *box, size_t len,
	struct err *err);

/* Keyed BLAKE2b of some octets, as 32 hexadecimal digits (128 bits) and a NUL. */
enum { SEAL_HASH_LEN = 32 };
void seal_hash(char out[SEAL_HASH_LEN + 1], const uint8_t *key, const void *data, size_t len);

/* A uniformly random number below `bound`. */
uint32_t seal_random(uint32_t bound);
void seal_random_bytes(void *out, size_t len);

#endif

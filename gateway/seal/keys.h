/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keys: who can read what.
 *
 * Each role has a folder of its own under STATE/keys, so that a sandbox can show a process its own
 * folder and STATE/keys/pub, and no other:
 *
 *     core/box.key          X25519 secret key that opens intake (libsodium crypto_box)
 *     core/sym.key          32 octets; subkeys for sessions, routes, person ids, case wraps
 *     modem-NAME/box.key    X25519 secret key that opens that channel's outgoing records
 *     modem-NAME/intake.key 32 octets, the same for all modems: lanes and deduplication marks
 *     pub/core.pub, pub/modem-NAME.pub
 *     ROLE/redis.pw         the role's Redis password, 64 hexadecimal digits
 *
 * Secret files are 0600, folders 0700. Secrets live in guarded, locked libsodium memory, are made
 * read-only after loading and wiped when freed.
 */
#ifndef SEAL_KEYS_H
#define SEAL_KEYS_H

#include <stdint.h>

#include "base/err.h"

struct conf;

enum { SEAL_KEY_LEN = 32, SEAL_PASSWORD_LEN = 64 };

/* Subkeys of sym.key (crypto_kdf, context "hotline_"); the numbers are the subkey ids and final. */
enum seal_purpose {
	SEAL_FOR_PERSON = 1, /* keyed hash of a number -> person id */
	SEAL_FOR_SESSION = 2,
	SEAL_FOR_ROUTE = 3,
	SEAL_FOR_CASE = 4, /* wraps case keys */
	SEAL_FOR_LANE = 5, /* subkeys of intake.key */
	SEAL_FOR_SEEN = 6,
};

/* Once per process, before anything of libsodium. */
int seal_init(struct err *err);

/* Makes every key, password and folder that is missing for `conf`'s modems; changes none that
 * exists. hotlined calls it at start. */
int keys_create(const struct conf *conf, struct err *err);

/* A key pair; `secret` is NULL where only the public half was loaded. */
struct key_pair {
	uint8_t public[SEAL_KEY_LEN];
	uint8_t *secret;
};

int key_pair_load(struct key_pair *p, const struct conf *conf, const char *role, struct err *err);
int key_public_load(struct key_pair *p, const struct conf *conf, const char *role, struct err *err);
void key_pair_free(struct key_pair *p);

/* A symmetric key file of a role, in guarded memory; NULL and `err` on failure. */
uint8_t *key_load(const struct conf *conf, const char *role, const char *file, struct err *err);
/* The subkey of `master` for a purpose, in guarded memory. */
uint8_t *key_derive(const uint8_t *master, enum seal_purpose purpose);
void key_free(uint8_t *key);

/* The Redis password of a role: core, ctl, hotlined, modem-NAME. */
int key_password(char out[SEAL_PASSWORD_LEN + 1], const struct conf *conf, const char *role,
	struct err *err);

#endif

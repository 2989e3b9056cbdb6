/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * box.c: sealing by libsodium. A sealed box has no associated data, so the label's hash goes in
 * front of the plain text and is compared on opening.
 */
#include "seal/box.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { FORM_SEALED = 1, FORM_LOCKED = 2, PAD = 256, LABEL_HASH = 16 };

static void label_hash(uint8_t out[LABEL_HASH], const char *label)
{
	crypto_generichash(out, LABEL_HASH, (const uint8_t *)label, strlen(label), NULL, 0);
}

/* Appends `head`, then `plain`, then the padding, to `out`. */
static void padded(
	struct buf *out, const uint8_t *head, size_t head_len, const void *plain, size_t len)
{
	size_t total = head_len + len, want = (total / PAD + 1) * PAD;

	buf_put(out, head, head_len);
	buf_put(out, plain, len);
	buf_putc(out, (char)0x80);
	while (out->len < want)
		buf_putc(out, 0);
}

static int unpad(struct buf *b)
{
	size_t n;

	if (sodium_unpad(&n, (uint8_t *)b->data, b->len, PAD) != 0)
		return -1;
	b->len = n;
	b->data[n] = '\0';
	return 0;
}

void box_seal(struct buf *out, const uint8_t to[SEAL_KEY_LEN], const char *label, const void *plain,
	size_t len)
{
	struct buf clear = BUF_INIT;
	uint8_t head[LABEL_HASH], *box;
	size_t box_len;

	label_hash(head, label);
	padded(&clear, head, sizeof(head), plain, len);
	box_len = clear.len + crypto_box_SEALBYTES;
	box = xmalloc(box_len);
	crypto_box_seal(box, (uint8_t *)clear.data, clear.len, to);
	buf_putc(out, FORM_SEALED);
	buf_put(out, box, box_len);
	free(box);
	buf_free(&clear);
}

int box_open(struct buf *out, const struct key_pair *self, const char *label, const void *box,
	size_t len, struct err *err)
{
	const uint8_t *in = box;
	uint8_t head[LABEL_HASH];
	struct buf clear = BUF_INIT;
	size_t clear_len;
	int bad = 0;

	if (len < 1 + crypto_box_SEALBYTES + PAD || in[0] != FORM_SEALED)
		return err_set(err, "no sealed box: %zu octets", len);
	clear_len = len - 1 - crypto_box_SEALBYTES;
	clear.data = xmalloc(clear_len + 1);
	clear.cap = clear_len + 1;
	clear.len = clear_len;
	label_hash(head, label);
	if (crypto_box_seal_open(
		    (uint8_t *)clear.data, in + 1, len - 1, self->public, self->secret) != 0)
		bad = err_set(err, "sealed box does not open: altered, or sealed to another key");
	else if (unpad(&clear) < 0 || clear.len < LABEL_HASH)
		bad = err_set(err, "sealed box is badly padded");
	else if (sodium_memcmp(clear.data, head, LABEL_HASH) != 0)
		bad = err_set(err, "sealed box is of another kind");
	else
		buf_put(out, clear.data + LABEL_HASH, clear.len - LABEL_HASH);
	buf_free(&clear);
	return bad;
}

void box_lock(struct buf *out, const uint8_t *key, const char *label, const void *plain, size_t len)
{
	uint8_t nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES], *box;
	struct buf clear = BUF_INIT;
	unsigned long long box_len;

	padded(&clear, NULL, 0, plain, len);
	box = xmalloc(clear.len + crypto_aead_xchacha20poly1305_ietf_ABYTES);
	randombytes_buf(nonce, sizeof(nonce));
	crypto_aead_xchacha20poly1305_ietf_encrypt(box, &box_len, (uint8_t *)clear.data, clear.len,
		(const uint8_t *)label, strlen(label), NULL, nonce, key);
	buf_putc(out, FORM_LOCKED);
	buf_put(out, nonce, sizeof(nonce));
	buf_put(out, box, (size_t)box_len);
	free(box);
	buf_free(&clear);
}

int box_unlock(struct buf *out, const uint8_t *key, const char *label, const void *box, size_t len,
	struct err *err)
{
	enum {
		NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
		TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES
	};
	const uint8_t *in = box;
	struct buf clear = BUF_INIT;
	unsigned long long clear_len;
	int bad = 0;

	if (len < 1 + NONCE + TAG + PAD || in[0] != FORM_LOCKED)
		return err_set(err, "no locked box: %zu octets", len);
	clear.cap = len;
	clear.data = xmalloc(clear.cap);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((uint8_t *)clear.data, &clear_len, NULL,
		    in + 1 + NONCE, len - 1 - NONCE, (const uint8_t *)label, strlen(label), in + 1,
		    key) != 0) {
		bad = err_set(err, "locked box does not open: altered, moved, or another key");
	} else {
		clear.len = (size_t)clear_len;
		if (unpad(&clear) < 0)
			bad = err_set(err, "locked box is badly padded");
		else
			buf_put(out, clear.data, clear.len);
	}
	buf_free(&clear);
	return bad;
}

void seal_hash(char out[SEAL_HASH_LEN + 1], const uint8_t *key, const void *data, size_t len)
{
	uint8_t digest[SEAL_HASH_LEN / 2];

	crypto_generichash(digest, sizeof(digest), data, len, key, SEAL_KEY_LEN);
	sodium_bin2hex(out, SEAL_HASH_LEN + 1, digest, sizeof(digest));
}

uint32_t seal_random(uint32_t bound)
{
	return randombytes_uniform(bound);
}

void seal_random_bytes(void *out, size_t len)
{
	randombytes_buf(out, len);
}

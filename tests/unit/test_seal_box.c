/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_seal_box: a box opens for its reader, under its label, as it was made, and not otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <sodium.h>
#include <string.h>

#include "seal/box.h"

static const char words[] = "what was said";

static void make_pair(struct key_pair *p, uint8_t secret[SEAL_KEY_LEN])
{
	crypto_box_keypair(p->public, secret);
	p->secret = secret;
}

static void test_sealed(void **state)
{
	uint8_t secret[SEAL_KEY_LEN], other_secret[SEAL_KEY_LEN];
	struct buf box = BUF_INIT, clear = BUF_INIT;
	struct key_pair self, other;
	struct err err;
	size_t i;

	(void)state;
	make_pair(&self, secret);
	make_pair(&other, other_secret);
	box_seal(&box, self.public, "in", words, sizeof(words));
	assert_int_equal(box_open(&clear, &self, "in", box.data, box.len, &err), 0);
	assert_int_equal(clear.len, sizeof(words));
	assert_memory_equal(clear.data, words, sizeof(words));
	assert_int_equal(box_open(&clear, &other, "in", box.data, box.len, &err), -1);
	assert_int_equal(box_open(&clear, &self, "out:m1", box.data, box.len, &err), -1);
	for (i = 0; i < box.len; i += 7) {
		box.data[i] ^= 1;
		assert_int_equal(box_open(&clear, &self, "in", box.data, box.len, &err), -1);
		box.data[i] ^= 1;
		assert_int_equal(box_open(&clear, &self, "in", box.data, i, &err), -1);
	}
	buf_free(&box);
	buf_free(&clear);
}

static void test_locked(void **state)
{
	uint8_t key[SEAL_KEY_LEN], other[SEAL_KEY_LEN];
	struct buf box = BUF_INIT, again = BUF_INIT, clear = BUF_INIT;
	struct err err;

	(void)state;
	randombytes_buf(key, sizeof(key));
	randombytes_buf(other, sizeof(other));
	box_lock(&box, key, "case:1", words, sizeof(words));
	box_lock(&again, key, "case:1", words, sizeof(words));
	assert_int_equal(box.len, again.len);
	assert_memory_not_equal(box.data, again.data, box.len);
	assert_int_equal(box_unlock(&clear, key, "case:1", box.data, box.len, &err), 0);
	assert_memory_equal(clear.data, words, sizeof(words));
	assert_int_equal(box_unlock(&clear, key, "case:2", box.data, box.len, &err), -1);
	assert_int_equal(box_unlock(&clear, other, "case:1", box.data, box.len, &err), -1);
	assert_int_equal(box_unlock(&clear, key, "case:1", box.data, 0, &err), -1);
	buf_free(&box);
	buf_free(&again);
	buf_free(&clear);
}

/* A length tells little: short texts all make boxes of one size. */
static void test_padding(void **state)
{
	uint8_t key[SEAL_KEY_LEN] = {1};
	struct buf a = BUF_INIT, b = BUF_INIT;
	char text[200] = {0};

	(void)state;
	box_lock(&a, key, "x", text, 1);
	box_lock(&b, key, "x", text, 200);
	assert_int_equal(a.len, b.len);
	buf_free(&a);
	buf_free(&b);
}

static void test_hash(void **state)
{
	uint8_t key[SEAL_KEY_LEN] = {1}, other[SEAL_KEY_LEN] = {2};
	char a[SEAL_HASH_LEN + 1], b[SEAL_HASH_LEN + 1];

	(void)state;
	seal_hash(a, key, "+855", 4);
	seal_hash(b, key, "+855", 4);
	assert_string_equal(a, b);
	seal_hash(b, other, "+855", 4);
	assert_string_not_equal(a, b);
	assert_int_equal(strspn(a, "0123456789abcdef"), SEAL_HASH_LEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sealed),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_padding),
		cmocka_unit_test(test_hash),
	};
	struct err err;

	if (seal_init(&err) < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

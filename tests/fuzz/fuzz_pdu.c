/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_pdu: any octets as a received message. What is accepted must become a record and come back.
 */
#include <assert.h>
#include <string.h>

#include "bus/record.h"
#include "modem/pdu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct rec_in r = {.channel = "m1", .total = 1, .part = 1}, back;
	struct buf json = BUF_INIT;
	struct pdu_deliver d;
	struct err err;

	if (pdu_deliver_decode(&d, data, len, &err) < 0) {
		assert(*err.msg != '\0');
		return 0;
	}
	assert(d.text != NULL && d.part >= 1 && d.part <= d.total && d.total <= 255);
	strcpy(r.from, d.from);
	r.text = d.text;
	rec_in_encode(&json, &r);
	assert(rec_in_decode(&back, json.data, json.len, &err) == 0);
	assert(strcmp(back.text, d.text) == 0 && strcmp(back.from, d.from) == 0);
	rec_in_free(&back);
	buf_free(&json);
	pdu_deliver_free(&d);
	return 0;
}

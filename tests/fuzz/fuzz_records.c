/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_records: any octets as each kind of record. */
#include <assert.h>

#include "bus/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const char *json = (const char *)data;
	struct rec_entry entry;
	struct rec_out out;
	struct rec_in in;
	struct err err;

	if (rec_in_decode(&in, json, len, &err) == 0) {
		assert(in.text != NULL && in.pdu_len <= sizeof(in.pdu));
		rec_in_free(&in);
	}
	if (rec_out_decode(&out, json, len, &err) == 0) {
		assert(out.text != NULL);
		rec_out_free(&out);
	}
	if (rec_entry_decode(&entry, json, len, &err) == 0) {
		assert(entry.text != NULL && entry.pdu_len <= sizeof(entry.pdu));
		rec_entry_free(&entry);
	}
	return 0;
}

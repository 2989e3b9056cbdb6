/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record: what travels and what is kept, as plain text before it is sealed (seal/box.h).
 *
 * JSON (RFC 8259) by jansson, since the records outlive the programs that wrote them and must be
 * readable by tools written elsewhere. Decoding trusts nothing: a wrong type, a missing member or a
 * text that is no UTF-8 is refused with words.
 *
 * The label of each kind is part of its box:
 *     intake      "in"             sealed to core
 *     outgoing    "out:<channel>"  sealed to that channel
 *     entry       "case:<id>"      locked under the case's key
 *     quarantine  "quar"           sealed to core
 */
#ifndef BUS_RECORD_H
#define BUS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/number.h"

enum { REC_CHANNEL_MAX = 16, REC_PDU_MAX = 176, REC_REF_MAX = 48, REC_WHO_MAX = 32 };

/* A text as the network gave it (3GPP 23.040 SMS-DELIVER). */
struct rec_in {
	char channel[REC_CHANNEL_MAX]; /* the modem that received it */
	char from[NUMBER_MAX];         /* +digits, or a short code, or a sender's name */
	char *text;                    /* UTF-8, owned; never NULL after decoding */
	int64_t sent_ms;               /* the service centre's time stamp (TP-SCTS), wall ms */
	int64_t read_ms;               /* when the modem's worker read it */
	uint8_t pdu[REC_PDU_MAX];      /* as read from the SIM, with the service centre's address */
	size_t pdu_len;
	bool binary; /* 8-bit data: `text` is empty */
	int flash;   /* message class 0 */
	/* Concatenation (23.040 9.2.3.24.1, .8); total is 1 for a text of its own. */
	int ref, total, part;
};

enum out_kind {
	OUT_REPLY,  /* owed to a text; in doubt: not repeated */
	OUT_ALERT,  /* to a responder; in doubt: repeated */
	OUT_NOTICE, /* to a responder, in answer; in doubt: not repeated */
};

struct rec_out {
	char to[NUMBER_MAX];
	char *text; /* UTF-8, owned */
	enum out_kind kind;
};

/* One line of a case's log. */
enum entry_kind { ENTRY_IN, ENTRY_OUT, ENTRY_RESULT, ENTRY_EVENT };

struct rec_entry {
	enum entry_kind kind;
	int64_t at_ms;
	char who[REC_WHO_MAX]; /* "texter", "menu", "core", or a responder's name in the roster */
	char *text;            /* ENTRY_IN, ENTRY_OUT: the words; else what happened */
	char lang[12];         /* ENTRY_IN: as understood */
	char ref[REC_REF_MAX]; /* ENTRY_OUT, ENTRY_RESULT: which outgoing text */
	uint8_t pdu[REC_PDU_MAX];
	size_t pdu_len;
};

const char *out_kind_name(enum out_kind kind);
int out_kind_parse(const char *name, enum out_kind *kind);

/* Encoding appends to `out` and cannot fail; decoding fills a struct to be freed by its _free,
 * which wipes the text. Invalid UTF-8 in `text` is our bug. */
void rec_in_encode(struct buf *out, const struct rec_in *r);
int rec_in_decode(struct rec_in *r, const char *json, size_t len, struct err *err);
void rec_in_free(struct rec_in *r);

void rec_out_encode(struct buf *out, const struct rec_out *r);
int rec_out_decode(struct rec_out *r, const char *json, size_t len, struct err *err);
void rec_out_free(struct rec_out *r);

void rec_entry_encode(struct buf *out, const struct rec_entry *r);
int rec_entry_decode(struct rec_entry *r, const char *json, size_t len, struct err *err);
void rec_entry_free(struct rec_entry *r);

#endif

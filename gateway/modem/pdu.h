/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdu: an SMS-DELIVER as the SIM holds it: service centre's address and TPDU (3GPP 23.040 section
 * 9.2.2.1; 27.005 section 4.1).
 *
 * The network hands on what any sender made up, so nothing is believed: every length is checked
 * against what is there, and what is no text is refused with the reason and the clause. libgammu's
 * decoder can be crashed and made to loop by a sender; it never sees a received PDU.
 */
#ifndef MODEM_PDU_H
#define MODEM_PDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/number.h"

struct pdu_deliver {
	char from[NUMBER_MAX]; /* "+digits", a short code, or a sender's name in UTF-8 */
	char *text;            /* UTF-8, owned, never NULL; "" for binary */
	int64_t sent_ms;       /* TP-SCTS as wall time; 0 when it is no date */
	bool binary;           /* 8-bit data */
	int flash;             /* message class 0 */
	int ref, total, part;  /* concatenation; total 1 for a text of its own */
};

int pdu_deliver_decode(struct pdu_deliver *d, const uint8_t *octets, size_t len, struct err *err);
/* Wipes the text. */
void pdu_deliver_free(struct pdu_deliver *d);

#endif

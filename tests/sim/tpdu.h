/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tpdu: the transfer protocol data units of 3GPP 23.040 §9.2.2 that cross the simulated radio.
 *
 * SMS-DELIVER and SMS-STATUS-REPORT go to a modem, SMS-SUBMIT comes from one. The codec is the
 * network's own and shares nothing with the gateway's, so that an error in one is seen by the
 * other. A TPDU never includes the service centre address that AT commands put before it.
 *
 * Numbers are text: "+85512000001" (international), "85512000001" (any other type of number), or an
 * alphanumeric sender such as "ACME". Decoding refuses what lies about its own length; it does not
 * judge contents.
 */
#ifndef SIM_TPDU_H
#define SIM_TPDU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	TPDU_UD_MAX = 140,   /* octets of user data, header included (§9.2.3.24) */
	TPDU_MAX = 176,      /* octets of the longest TPDU here, with room for a hostile one */
	TPDU_NUMBER_MAX = 32 /* octets of a number as text, NUL included */
};

/* User data as carried. `udl` counts septets under the 7 bit alphabet, octets otherwise. */
struct tpdu_ud {
	bool udhi;
	uint8_t dcs;
	uint8_t udl;
	uint8_t octets[TPDU_UD_MAX];
	size_t len_octets;
};

struct tpdu_deliver {
	char from[TPDU_NUMBER_MAX];
	bool more, report_asked; /* TP-MMS (sent inverted), TP-SRI */
	uint8_t pid;
	time_t scts;
	struct tpdu_ud ud;
};

struct tpdu_submit {
	char to[TPDU_NUMBER_MAX];
	bool report_asked; /* TP-SRR */
	uint8_t mr, pid;
	int validity; /* TP-VP in its relative form, -1 when absent or in another form */
	struct tpdu_ud ud;
};

struct tpdu_report {
	char to[TPDU_NUMBER_MAX]; /* TP-RA: whom the reported text was for */
	uint8_t mr, status;
	time_t scts, discharge;
};

/* One part of a long message (§9.2.3.24.1 and .8); total 0 means the text stands alone. */
struct tpdu_concat {
	unsigned ref, total, part;
	bool wide; /* 16 bit reference */
};

/* Each writes at most TPDU_MAX octets and returns how many. */
size_t tpdu_put_deliver(uint8_t *out, const struct tpdu_deliver *d);
size_t tpdu_put_report(uint8_t *out, const struct tpdu_report *r);

int tpdu_get_submit(struct tpdu_submit *s, const uint8_t *in, size_t len, struct err *e);
int tpdu_get_deliver(struct tpdu_deliver *d, const uint8_t *in, size_t len, struct err *e);

/* Fills `ud` with septets (DCS 0) or UCS-2 octets (DCS 8) behind an optional header of `udh_len`
 * octets, its length octet not included. -1 when it does not fit. */
int tpdu_ud_gsm7(
	struct tpdu_ud *ud, const uint8_t *udh, size_t udh_len, const uint8_t *septets, size_t n);
int tpdu_ud_octets(struct tpdu_ud *ud, uint8_t dcs, const uint8_t *udh, size_t udh_len,
	const uint8_t *data, size_t len);

/* Appends the text as a phone would show it: 7 bit, UCS-2, or hex digits for 8 bit data. */
void tpdu_ud_text(const struct tpdu_ud *ud, struct buf *out);
struct tpdu_concat tpdu_ud_concat(const struct tpdu_ud *ud);

/* The number with its type octet, as in TP-OA, TP-DA and TP-RA (§9.1.2.5); returns octets. */
size_t tpdu_put_number(uint8_t *out, const char *number);
/* The service centre address as 27.005 §3.1 puts it before a TPDU: its length counts octets. */
size_t tpdu_put_smsc(uint8_t *out, const char *number);

#endif

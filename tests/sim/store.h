/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store: the message storage of a SIM or of a modem ("SM", "ME", "SR").
 *
 * It lives in the simulator and so outlives every worker, as a SIM does. Slots are numbered from 0
 * here; the AT layer adds the modem's index base (3GPP 27.005 §3.1, <index>). A slot keeps the
 * octets as AT commands show them: service centre address, then TPDU.
 */
#ifndef SIM_STORE_H
#define SIM_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STORE_PDU_MAX = 256, STORE_SLOTS_MAX = 255 };

/* <stat> of 27.005 §3.1 in its numeric form. */
enum store_stat { STORE_UNREAD, STORE_READ, STORE_UNSENT, STORE_SENT, STORE_ANY };

struct slot {
	bool used;
	enum store_stat stat;
	unsigned id; /* of the message in the network, for the event stream; 0 is none */
	uint8_t pdu[STORE_PDU_MAX];
	size_t pdu_len, smsc_len; /* octets in all, and of the address before the TPDU */
};

struct store;

struct store *store_new(const char *name, unsigned size);
void store_free(struct store *s);

const char *store_name(const struct store *s);
unsigned store_size(const struct store *s);
unsigned store_used(const struct store *s);
/* Messages above a new, smaller size stay until deleted; none come in until there is room. */
void store_resize(struct store *s, unsigned size);

/* Puts a message into the lowest free slot; returns its number, or -1 when full. */
int store_add(struct store *s, enum store_stat stat, unsigned id, const uint8_t *pdu, size_t len,
	size_t smsc_len);
/* The message in slot `n`, or NULL when there is none. */
struct slot *store_get(struct store *s, unsigned n);
/* -1 when slot `n` is empty. */
int store_delete(struct store *s, unsigned n);

#endif

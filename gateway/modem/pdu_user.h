/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pdu_user: the user data of a short message: data coding scheme (3GPP 23.038 section 4), header
 * (23.040 section 9.2.3.24) and text.
 */
#ifndef MODEM_PDU_USER_H
#define MODEM_PDU_USER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "modem/pdu.h"

/* `udl` is TP-UDL as sent: septets for the default alphabet, else octets. `ud` are the `len` octets
 * behind it. */
int pdu_user_decode(struct pdu_deliver *d, uint8_t dcs, bool has_header, unsigned udl,
	const uint8_t *ud, size_t len, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone: the handsets. A handset exists as soon as its number is used.
 *
 * It sends a text as real phones do: the GSM alphabet when that can say it, else UCS-2, cut into
 * concatenated parts when it does not fit one (160/153 or 152 septets, 70/67 or 66 UTF-16 units),
 * never inside an escape sequence or a surrogate pair. It joins the parts it receives, in any
 * order.
 */
#ifndef SIM_PHONE_H
#define SIM_PHONE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "sim/tpdu.h"

struct modem;
struct net;
struct phone;

/* Finds or makes the handset of a number or an alphanumeric sender; NULL when `number` can be
 * neither (empty, over 20 digits, over 11 characters). */
struct phone *phone_get(struct net *net, const char *number);
void phones_free(struct net *net);

/* "key=value,key=value": ref=8|16 (width of the reference of long texts), status=N (what the
 * network reports about texts to this handset, TP-ST; above 0x1f it gets none of them),
 * encoding=auto|gsm7|ucs2. */
int phone_set(struct phone *p, const char *opts, struct err *e);

/* Texts the modem's number. Returns the number of parts, or -1. */
int phone_text(struct phone *p, struct modem *to, const char *text, struct err *e);

/* A part sent by `from`. Returns its TP-ST. */
uint8_t phone_receive(
	struct modem *from, const struct tpdu_submit *s, const uint8_t *tpdu, size_t len);

#endif

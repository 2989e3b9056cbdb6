/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ussd: the operator's USSD service as one modem's SIM sees it (3GPP 22.090, 27.007 §7.15).
 *
 * A script of paths and answers: "*100#" is what was dialled, "*100#/1" the answer "1" in the
 * session that this opened. A status of 1 keeps the session open; what no path covers is answered
 * with status 4, not supported.
 */
#ifndef SIM_USSD_H
#define SIM_USSD_H

#include "base/err.h"
#include "sim/modem.h"

struct ussd;

struct ussd *ussd_new(struct modem *m);
void ussd_free(struct ussd *u);

/* Sets the answer of a path; `status` 0-5 as +CUSD's <m>. */
void ussd_script(struct modem *m, const char *path, unsigned status, const char *text);
/* Forgets the script. */
void ussd_clear(struct modem *m);

/* The modem dials or answers; `text` is UTF-8. The network's word comes by +CUSD. */
void ussd_dial(struct modem *m, const char *text);
/* The network speaks first. With status 1 the modem's next answer has the path "push/ANSWER". */
void ussd_push(struct modem *m, unsigned status, const char *text);
/* Ends the session. */
void ussd_end(struct modem *m);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * call: one incoming call at a time for each modem (3GPP 27.007 §6, §7).
 */
#ifndef SIM_CALL_H
#define SIM_CALL_H

#include "base/err.h"
#include "sim/modem.h"

struct call;

struct call *call_new(struct modem *m);
void call_free(struct call *c);

/* Rings `rings` times, `gap_ms` from one to the next, then the caller gives up. `from` "-" is a
 * withheld number. -1 when the line is busy or out of reach. */
int call_ring(struct modem *m, const char *from, unsigned rings, unsigned gap_ms, struct err *e);
/* The caller hangs up. -1 when there is no call. */
int call_hang_up(struct modem *m);
bool call_active(const struct modem *m);
/* The modem is gone: the call ends without a word to it. */
void call_drop(struct modem *m);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* at_sms: what at_sms.c and at_send.c keep about one modem, and the modem's making and ending. */
#ifndef SIM_AT_SMS_H
#define SIM_AT_SMS_H

#include "sim/at.h"

struct event;

enum sms_typing { TYPING_NOTHING, TYPING_CMGS, TYPING_CMGW };

struct sms {
	struct modem *m;
	enum sms_typing typing;
	unsigned tpdu_len;        /* announced by +CMGS=n or +CMGW=n */
	enum store_stat write_as; /* +CMGW's second argument */
	const char *sends;        /* "+CMGS" or "+CMSS", whichever waits for the network */
	struct event *ack_timer;  /* +CNMA is awaited while it runs */
	struct slot unacked;
};

struct sms *sms_new(struct modem *m);
void sms_free(struct sms *s);

/* at_send.c's commands, for at_sms.c's table. */
int at_cmgs(struct modem *m, enum at_form form, char *args);
int at_cmgw(struct modem *m, enum at_form form, char *args);
int at_cmss(struct modem *m, enum at_form form, char *args);
/* Argument `i` as a slot of `s`, after the index base; -1 when it is none. */
int at_slot(const struct modem *m, struct store *s, const struct at_args *a, unsigned i);

#endif

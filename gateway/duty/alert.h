/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * alert: the texts that responders get.
 *
 * Each is one SMS in the GSM 7-bit alphabet and discloses nothing but a code, the urgency, the
 * language and the country: whoever reads the phone over a shoulder learns no more.
 */
#ifndef DUTY_ALERT_H
#define DUTY_ALERT_H

#include <stdbool.h>

#include "duty/command.h"

/* Septets of one SMS (3GPP 23.040 section 9.2.3.16), and a NUL. */
enum { ALERT_MAX = 161 };

/* "ALRT 4827 URGENT km/KH. Reply 1 4827 take, 2 4827 busy". `code` is CODE_LEN digits. A language
 * or country that is unknown or malformed is written "--". */
void alert_text(
	char out[ALERT_MAX], const char *code, bool urgent, const char *lang, const char *country);

enum alert_answer {
	ALERT_YOURS,         /* the claim succeeded */
	ALERT_YOURS_ALREADY, /* the same claim again */
	ALERT_TAKEN,         /* somebody else has it; also tells the others */
	ALERT_BUSY,          /* noted, the next one is alerted */
	ALERT_BUSY_YOURS,    /* busy with a case that they had taken: it goes back */
	ALERT_CLOSED,        /* the case is closed already */
	ALERT_UNKNOWN_CODE,  /* no such code, too old, or another responder's: not told apart */
	ALERT_CODE_ALONE,    /* a code without 1 or 2 */
	ALERT_NO_CODE,       /* 1 or 2 without a code */
	ALERT_HELP           /* what can be sent */
};

/* `code` is CODE_LEN digits, or "" where there is none. */
void alert_answer(char out[ALERT_MAX], enum alert_answer answer, const char *code);

#endif

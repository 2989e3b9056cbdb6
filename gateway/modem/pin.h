/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pin: the SIM's code, entered once.
 *
 * A third wrong code locks the SIM, so a refused one is never tried again by itself: a mark beside
 * the spool (STATE/spool/<modem>/pin-refused) holds a hash of the file that was refused, and only
 * another code, or a person who removes the mark, gets another try.
 */
#ifndef MODEM_PIN_H
#define MODEM_PIN_H

#include <gammu.h>

#include "base/conf.h"
#include "base/err.h"

int pin_enter(GSM_StateMachine *sm, const struct conf *conf, const struct conf_modem *modem,
	struct err *err);

#endif

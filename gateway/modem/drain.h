/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * drain: empties the SIM into Redis.
 *
 * All texts of all memories are read (27.005 sections 3.4.2, 4.1: +CMGL), put into the order in
 * which the service centre sent them, and each is deleted only when Redis has it on its disk, or
 * the spool has. A crash in between reads it again, and its mark tells. What is no text is
 * quarantined with its octets and deleted too: a sender must not be able to fill the SIM.
 */
#ifndef MODEM_DRAIN_H
#define MODEM_DRAIN_H

#include "base/conf.h"
#include "bus/intake.h"
#include "bus/wire.h"
#include "modem/session.h"
#include "modem/spool.h"

enum { DRAIN_MEMORIES = 2 }; /* ME and SM */

struct drain {
	const struct conf *conf;
	const char *channel;
	struct session *session;
	struct wire *wire;
	const struct intake_keys *keys;
	struct spool *spool;
	int used[DRAIN_MEMORIES], size[DRAIN_MEMORIES]; /* after the last sweep */
	int texts;                                      /* taken in by the last sweep */
	bool left; /* it left texts behind, since Redis is away */
	bool away; /* Redis did not answer in this sweep: it is not asked again */
};

/* -1: the session is over. */
int drain_sweep(struct drain *d, struct err *err);

#endif

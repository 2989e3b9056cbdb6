/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ring: the keys that the core holds. All are loaded before it serves, so that the folder may be
 * closed to it afterwards. */
#ifndef CORE_RING_H
#define CORE_RING_H

#include "base/conf.h"
#include "seal/keys.h"

struct ring {
	struct key_pair self;                     /* opens intake */
	struct key_pair channel[CONF_MODEMS_MAX]; /* public halves, in the order of the modems */
	uint8_t *person, *session, *route, *wrap; /* subkeys of sym.key */
};

int ring_load(struct ring *r, const struct conf *conf, struct err *err);
void ring_free(struct ring *r);

#endif

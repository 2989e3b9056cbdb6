/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ring.c: loading the core's keys. */
#include "core/ring.h"

#include <stdio.h>
#include <string.h>

int ring_load(struct ring *r, const struct conf *conf, struct err *err)
{
	char role[CONF_NAME_MAX + 8];
	uint8_t *master;
	int i;

	memset(r, 0, sizeof(*r));
	if (key_pair_load(&r->self, conf, "core", err) < 0)
		return -1;
	for (i = 0; i < conf->n_modems; i++) {
		snprintf(role, sizeof(role), "modem-%s", conf->modems[i].name);
		if (key_public_load(&r->channel[i], conf, role, err) < 0)
			return -1;
	}
	master = key_load(conf, "core", "sym.key", err);
	if (master == NULL)
		return -1;
	r->person = key_derive(master, SEAL_FOR_PERSON);
	r->session = key_derive(master, SEAL_FOR_SESSION);
	r->route = key_derive(master, SEAL_FOR_ROUTE);
	r->wrap = key_derive(master, SEAL_FOR_CASE);
	key_free(master);
	return 0;
}

void ring_free(struct ring *r)
{
	key_pair_free(&r->self);
	key_free(r->person);
	key_free(r->session);
	key_free(r->route);
	key_free(r->wrap);
	memset(r, 0, sizeof(*r));
}

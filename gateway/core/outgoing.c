/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outgoing.c: sealing what leaves. */
#include "core/outgoing.h"

#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "core/casefile.h"
#include "core/core.h"
#include "seal/box.h"

int outgoing_channel(const struct core *core, const char *name)
{
	int i;

	for (i = 0; i < core->conf->n_modems; i++)
		if (strcmp(core->conf->modems[i].name, name) == 0)
			return i;
	return 0;
}

int outgoing_next_channel(struct core *core)
{
	return (int)(core->alert_turn++ % (unsigned)core->conf->n_modems);
}

void outgoing_add(struct core *core, struct commit *c, const struct casefile *cf, int channel,
	enum out_kind kind, const char *to, const char *text, char ref[REC_REF_MAX])
{
	const char *name = core->conf->modems[channel].name;
	struct buf clear = BUF_INIT, box = BUF_INIT;
	struct rec_out r = {.kind = kind};
	char label[32], hex[9];
	uint8_t random[4];

	strcpy(ref, "-");
	if (cf != NULL) {
		seal_random_bytes(random, sizeof(random));
		hex_encode(hex, random, sizeof(random));
		snprintf(ref, REC_REF_MAX, "%s:%s", cf->id, hex);
	}
	snprintf(r.to, sizeof(r.to), "%s", to);
	r.text = xstrdup(text);
	rec_out_encode(&clear, &r);
	rec_out_free(&r);
	snprintf(label, sizeof(label), "out:%s", name);
	box_seal(&box, core->ring.channel[channel].public, label, clear.data, clear.len);
	commit_out(c, name, out_kind_name(kind), ref, &box);
	buf_free(&clear);
	buf_free(&box);
}

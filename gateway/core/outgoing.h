/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outgoing: a text that is to leave, sealed to its channel and noted in its case. */
#ifndef CORE_OUTGOING_H
#define CORE_OUTGOING_H

#include "bus/commit.h"
#include "bus/record.h"

struct casefile;
struct core;

/* The channel by that name if it is still configured, else the first; as index of the modems. */
int outgoing_channel(const struct core *core, const char *name);
/* The next channel in turn, for alerts. */
int outgoing_next_channel(struct core *core);

/* Adds a text to a commit. With a case, its result will be noted there: `ref` becomes
 * "<case>:<8 hex digits>", else "-". */
void outgoing_add(struct core *core, struct commit *c, const struct casefile *cf, int channel,
	enum out_kind kind, const char *to, const char *text, char ref[REC_REF_MAX]);

#endif

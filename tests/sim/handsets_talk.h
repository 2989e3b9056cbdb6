/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handsets_talk: what a person does with the phones: lines in, texts out.
 *
 * On a terminal lines are carried out as they come. From a pipe they go one by one: the next one
 * waits until the handset has got an answer or nothing has happened for a while. "Nothing happens"
 * is the simulator's word: no text waits or lies in a SIM, no modem is in the middle of something,
 * and no event came for so long.
 */
#ifndef SIM_HANDSETS_TALK_H
#define SIM_HANDSETS_TALK_H

#include <stdbool.h>

#include "base/err.h"

struct event_base;
struct talk;

struct talk_options {
	const char *dir;
	const char *modems;  /* names with commas between; NULL is all */
	unsigned answer_ms;  /* how much quiet counts as no answer */
	unsigned end_ms;     /* how much quiet the end of input waits for */
	unsigned give_up_ms; /* the longest wait for quiet */
	unsigned connect_ms;
	bool terminal; /* a person sits there: prompt, no waiting */
};

struct talk *talk_new(struct event_base *base, const struct talk_options *o, struct err *e);
void talk_free(struct talk *t);
/* After the event loop has ended: the program's exit status. */
int talk_status(const struct talk *t);

#endif

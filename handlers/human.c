/* SPDX-License-Identifier: GPL-3.0-or-later */
/* human.c: the person asked for a human. */
#include <stddef.h>

#include "handler.h"

static int run(const struct handler_input *in, struct effects *out)
{
	(void)in;
	effects_add(out, EFFECT_HUMAN, NULL, NULL);
	return 0;
}

static const char *const outcomes[] = {"done", NULL};

const struct handler handler_human = {
	.name = "human",
	.what = "Opens a case at normal urgency, so that a human reads it.",
	.outcomes = outcomes,
	.run = run,
};

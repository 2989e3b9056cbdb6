/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stop.c: the word STOP. The person is still heard, and answered when they write again. */
#include <stddef.h>

#include "handler.h"

static int run(const struct handler_input *in, struct effects *out)
{
	(void)in;
	effects_add(out, EFFECT_STOP, NULL, NULL);
	return 0;
}

static const char *const outcomes[] = {"done", NULL};

const struct handler handler_stop = {
	.name = "stop",
	.what = "Stops all texts to the person; they are still heard.",
	.outcomes = outcomes,
	.run = run,
};

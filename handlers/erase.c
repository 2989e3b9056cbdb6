/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erase.c: the digit 9. As stop, and the gateway forgets where the conversation stood. */
#include <stddef.h>

#include "handler.h"

static int run(const struct handler_input *in, struct effects *out)
{
	(void)in;
	effects_add(out, EFFECT_STOP, NULL, NULL);
	effects_add(out, EFFECT_ERASE, NULL, NULL);
	return 0;
}

static const char *const outcomes[] = {"done", NULL};

const struct handler handler_erase = {
	.name = "erase",
	.what = "Stops all texts to the person and forgets the conversation.",
	.outcomes = outcomes,
	.run = run,
};

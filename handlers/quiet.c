/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quiet.c: it is not safe to text now. */
#include <stddef.h>

#include "handler.h"

static int run(const struct handler_input *in, struct effects *out)
{
	(void)in;
	effects_add(out, EFFECT_QUIET, NULL, NULL);
	return 0;
}

static const char *const outcomes[] = {"done", NULL};

const struct handler handler_quiet = {
	.name = "quiet",
	.what = "Sends nothing more until the person writes again.",
	.outcomes = outcomes,
	.run = run,
};

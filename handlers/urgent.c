/* SPDX-License-Identifier: GPL-3.0-or-later */
/* urgent.c: the person asked for help now. */
#include <stddef.h>

#include "handler.h"

static int run(const struct handler_input *in, struct effects *out)
{
	(void)in;
	effects_add(out, EFFECT_URGENT, NULL, NULL);
	return 0;
}

static const char *const outcomes[] = {"done", NULL};

const struct handler handler_urgent = {
	.name = "urgent",
	.what = "Opens an urgent case, or raises the open one.",
	.outcomes = outcomes,
	.run = run,
};

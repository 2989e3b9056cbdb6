/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * callback.c: when the person may be called. A ringing phone can betray its owner, so whatever is
 * not one of the known times means: never call.
 */
#include <stddef.h>
#include <string.h>

#include "handler.h"

enum outcome { CALL, TEXT };

static int run(const struct handler_input *in, struct effects *out)
{
	enum outcome o = TEXT;

	if (strcmp(in->value, "now") == 0 || strcmp(in->value, "tonight") == 0)
		o = CALL;
	effects_add(out, EFFECT_CALLBACK, NULL, o == CALL ? in->value : "text");
	return o;
}

static const char *const outcomes[] = {[CALL] = "call", [TEXT] = "text", NULL};

const struct handler handler_callback = {
	.name = "callback",
	.what = "Notes when to call: option value now, tonight, or text for never.",
	.outcomes = outcomes,
	.run = run,
};

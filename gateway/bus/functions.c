/* SPDX-License-Identifier: GPL-3.0-or-later */
/* functions.c: loading hotline.lua. */
#include "bus/functions.h"

#include <string.h>

#include "bus/wire.h"
#include "hotline_lua.h"

int functions_load(struct wire *w, struct err *err)
{
	redisReply *r = WIRE_CALL(w, err, ARG("FUNCTION"), ARG("LOAD"), ARG("REPLACE"),
		ARG_N(hotline_lua, sizeof(hotline_lua)));

	if (r == NULL)
		return err_wrap(
			err, "cannot load the function library (Redis 7.0 or later is needed)");
	freeReplyObject(r);
	return 0;
}

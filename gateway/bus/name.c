/* SPDX-License-Identifier: GPL-3.0-or-later */
/* name.c: key names. */
#include "bus/name.h"

#include <assert.h>
#include <stdio.h>

struct bus_key bus_key(const char *hotline, const char *what, const char *rest)
{
	struct bus_key k;
	int n = snprintf(k.s, sizeof(k.s), "{%s}:%s%s%s", hotline, what, rest != NULL ? ":" : "",
		rest != NULL ? rest : "");

	assert(n > 0 && n < (int)sizeof(k.s));
	return k;
}

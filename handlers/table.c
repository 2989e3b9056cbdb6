/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.c: every handler. To add one, write its file and put its two lines here. */
#include <stddef.h>
#include <string.h>

#include "handler.h"

extern const struct handler handler_callback, handler_erase, handler_human, handler_quiet,
	handler_stop, handler_urgent;

const struct handler *const handlers[] = {
	&handler_callback,
	&handler_erase,
	&handler_human,
	&handler_quiet,
	&handler_stop,
	&handler_urgent,
	NULL,
};

const struct handler *handler_find(const char *name)
{
	const struct handler *const *h;

	for (h = handlers; *h != NULL; h++)
		if (strcmp((*h)->name, name) == 0)
			return *h;
	return NULL;
}

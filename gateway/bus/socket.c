/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socket.c: the path of Redis' socket. */
#include "bus/socket.h"

#include <stdio.h>

#include "base/conf.h"

void bus_socket(char out[PATH_MAX], const struct conf *conf)
{
	if (conf->redis.socket[0] != '\0')
		snprintf(out, PATH_MAX, "%s", conf->redis.socket);
	else
		snprintf(out, PATH_MAX, "%.*s/redis/redis.sock", PATH_MAX - 32, conf->state);
}

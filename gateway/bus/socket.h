/* SPDX-License-Identifier: GPL-3.0-or-later */
/* socket: where Redis listens: the configured socket, or the private one in the state directory. */
#ifndef BUS_SOCKET_H
#define BUS_SOCKET_H

#include <limits.h>

struct conf;

void bus_socket(char out[PATH_MAX], const struct conf *conf);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * house: all programs of one hotline on this machine, under one roof.
 *
 * Starts the private redis-server, then hotline-core and a hotline-modem per configured modem,
 * watches their lives (child.h), and ends them all. It reads no message.
 */
#ifndef SUPERVISE_HOUSE_H
#define SUPERVISE_HOUSE_H

#include "base/err.h"

struct conf;

/*
 * Runs until SIGTERM or SIGINT; all programs are gone when it returns, after 5 s at most.
 * `options` are hotlined's own, handed to every program as they are. Returns the exit status: 0, or
 * 1 when it could not start or could not end a program; `err` then says why.
 */
int house_run(const struct conf *conf, int n_options, char *const *options, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker: one modem's process; hotline-modem(8). */
#ifndef MODEM_WORKER_H
#define MODEM_WORKER_H

#include "base/conf.h"
#include "base/err.h"

/* Serves until SIGTERM (0), or until the session with the modem is over (-1 with `err`): then the
 * process ends and whoever supervises it starts it anew. */
int worker_run(const struct conf *conf, const struct conf_modem *modem, struct err *err);

#endif

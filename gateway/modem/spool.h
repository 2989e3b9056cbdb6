/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spool: texts that wait on the disk, sealed, while Redis is away and the SIM is full.
 *
 * STATE/spool/<modem>/<number>, one file a text, numbered in the order of arrival: a file is there
 * whole or not at all, and what it holds only the core can open. They go to Redis before anything
 * that the SIM holds, so that a sender's texts keep their order.
 */
#ifndef MODEM_SPOOL_H
#define MODEM_SPOOL_H

#include "base/conf.h"
#include "bus/intake.h"

struct spool;

struct spool *spool_open(const struct conf *conf, const char *modem, struct err *err);
void spool_close(struct spool *s);
int spool_count(const struct spool *s);

/* On the disk (fsync of file and folder) when it returns 0. */
int spool_add(struct spool *s, const struct intake *in, struct err *err);
/* Puts what waits into Redis, oldest first. 0: nothing is left; -1: Redis stopped answering. */
int spool_replay(struct spool *s, struct wire *w, struct err *err);

#endif

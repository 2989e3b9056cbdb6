/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lock: one holder of a directory at a time, by flock(2) on a file in it.
 *
 * The lock dies with its holder and every process that inherited the descriptor, so there is no
 * stale one. The file holds the holder's process id, for the one who is refused to read.
 */
#ifndef SUPERVISE_LOCK_H
#define SUPERVISE_LOCK_H

#include "base/err.h"

/* Waits up to `wait_ms`. The descriptor (close-on-exec), or -1; `err` says who holds it. */
int lock_take(const char *path, int wait_ms, struct err *err);

#endif

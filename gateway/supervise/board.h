/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * board: STATE/status.json, where hotlined hangs out how its programs are.
 *
 * A file and not a Redis key, because it is wanted most when Redis is down. One JSON object:
 * "pid" of hotlined, "serving" (all programs are up), and "programs", an array of "name", "state"
 * (child.h), "pid", "since_ms" (wall clock), "starts" and "note". Replaced whole at every change;
 * true only while somebody holds STATE/hotlined.lock.
 */
#ifndef SUPERVISE_BOARD_H
#define SUPERVISE_BOARD_H

#include "supervise/roll.h"

/* A board that cannot be written is logged and else no harm. */
void board_write(const struct conf *conf, const struct roll *roll);
void board_remove(const struct conf *conf);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * state: how a hotline is, gathered as one JSON object that `hotlinectl status` prints as it is or
 * as tables:
 *
 *     hotline, state_dir
 *     running   hotlined runs here      serving   and all its programs are up
 *     programs  [name, state, pid, since_ms, starts, note], as hotlined hangs them out
 *     redis     "ok", or why not; what follows is there only with it
 *     modems    [name, and the fields of {h}:chan:<name>, waiting]
 *     queues    {intake, results, quarantine, timers, intake_oldest_ms}
 *     cases     {open, oldest_ms}
 *     counters  {role.name: number}
 */
#ifndef CTL_STATE_H
#define CTL_STATE_H

#include "ctl/ctl.h"

/* What hotlined says; needs no Redis. */
json_t *state_of_programs(const struct conf *conf);
/* Adds what Redis says to `state`; -1 and `err` when it stops answering. */
int state_add_bus(json_t *state, struct ctl *ctl, struct err *err);
/* As tables for people. */
void state_print(const json_t *state);

#endif

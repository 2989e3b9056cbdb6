/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timers: looks for what is due in {h}:timers, at least once a second, by Redis' clock. */
#ifndef CORE_TIMERS_H
#define CORE_TIMERS_H

struct core;
struct timers;

struct timers *timers_new(struct core *core);
void timers_free(struct timers *t);
/* Redis is there: look now. */
void timers_up(struct timers *t);
void timers_down(struct timers *t);

#endif

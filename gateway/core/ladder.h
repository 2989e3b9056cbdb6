/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ladder: who is called when. Level after level of the roster, round after round, until somebody
 * takes the case. The timers are in Redis, "esc:<case>:<level>:<round>", due by Redis' own clock:
 * a restart forgets none, and of two cores one finds it gone.
 */
#ifndef CORE_LADDER_H
#define CORE_LADDER_H

struct casefile;
struct commit;
struct core;
struct job;

/* Adds alerts to the lowest level that has somebody for this case, and the timer for the next. The
 * case is changed, not written. */
void ladder_start(struct core *core, struct casefile *cf, struct commit *c);
/* The same for the level after the last one; after the last level the next round. When the rounds
 * are over the case stays alerted, and the log says so. */
void ladder_climb(struct core *core, struct casefile *cf, struct commit *c);
/* Takes the running timer back. */
void ladder_stop(const struct casefile *cf, struct commit *c);
/* Tells the owner that a case of theirs has become urgent. */
void ladder_tell_owner(struct core *core, const struct casefile *cf, struct commit *c);

/* A timer that is due. */
void ladder_begin(struct job *job);

#endif

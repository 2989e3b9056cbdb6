/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * poison: an entry that kills whoever reads it must not stop the hotline.
 *
 * Redis counts how often an entry was handed out. One that was handed out more than `core.tries`
 * times and never committed is put aside for a human instead of being tried again.
 */
#ifndef CORE_POISON_H
#define CORE_POISON_H

struct job;

/* Goes on with `begin`, or quarantines the job. */
void poison_check(struct job *job, void (*begin)(struct job *));

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inbox: reads {h}:in and {h}:res as one consumer of the group "core" and makes jobs of entries.
 *
 * The consumer's name is a slot that a lock in the state directory holds: a core that starts anew
 * gets the slot of its predecessor and finds what that one left lying, before anything new. What
 * lies with a consumer that does not come back is taken over after `core.claim_idle_s`.
 */
#ifndef CORE_INBOX_H
#define CORE_INBOX_H

#include "base/err.h"

struct core;
struct inbox;

struct inbox *inbox_new(struct core *core, struct err *err);
void inbox_free(struct inbox *in);
/* Both links are there: make the groups, read what is ours already, then what is new. */
void inbox_up(struct inbox *in);
void inbox_down(struct inbox *in);

#endif

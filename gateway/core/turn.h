/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * turn: one text, from its sealed entry to the commit that answers it.
 *
 *     open -> (a responder's number: core/claim.h)
 *          -> read the session -> read its case -> understand, step the menu -> commit
 *
 * Every text is an entry of exactly one case: the sender's own, opened by their first text. It is
 * answered when the sender can be answered (an international number) and it is not the further part
 * of a long text whose first part was answered.
 */
#ifndef CORE_TURN_H
#define CORE_TURN_H

struct job;

void turn_begin(struct job *job);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * claim: what a responder texts. They take a case or are busy, by the code of their alert. The
 * claim is atomic: it is computed from one version of the case, and of two claims the second finds
 * it changed.
 */
#ifndef CORE_CLAIM_H
#define CORE_CLAIM_H

struct job;
struct rec_in;
struct responder;

/* Takes `in` over. */
void claim_begin(struct job *job, const struct responder *who, struct rec_in *in);

#endif

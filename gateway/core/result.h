/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result: what became of an outgoing text, noted in its case. */
#ifndef CORE_RESULT_H
#define CORE_RESULT_H

struct job;

void result_begin(struct job *job);

#endif

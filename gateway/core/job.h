/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job: one thing to be dealt with, from when it was read to its commit.
 *
 * Jobs of one lane (that is, of one sender among others) run one after the other, oldest first;
 * all others run side by side. What a job does is told by its kind; it always ends in job_end, and
 * whether it happened is decided by Redis alone: a job may be dropped at any moment and comes back
 * by reading.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include <stdbool.h>

#include "bus/commit.h"
#include "bus/record.h"

struct core;
struct jobs;

enum job_kind { JOB_TEXT, JOB_RESULT, JOB_TIMER };
enum { JOB_ID_MAX = 64, JOB_WHY_MAX = 128, JOBS_MAX = 512 };

struct job {
	struct core *core;
	enum job_kind kind;
	char id[JOB_ID_MAX]; /* of the stream's entry, or the timer's member */
	int lane;            /* JOB_TEXT; else -1 */
	bool again;          /* was handed out before: it may be what killed its reader */
	struct buf box;      /* JOB_TEXT: the sealed text */
	/* JOB_RESULT */
	char channel[REC_CHANNEL_MAX], ref[REC_REF_MAX], state[12], why[JOB_WHY_MAX];
	/* ours */
	bool running, waiting;
	int tries;
	struct event *timer;
	struct job *next;
};

struct jobs *jobs_new(void);
void jobs_free(struct jobs *jobs);
int jobs_count(const struct jobs *jobs);

/* A job of that kind and id, to be filled and given to job_add; NULL when it is at work already. */
struct job *job_new(struct core *core, enum job_kind kind, const char *id);
void job_add(struct job *job);
/* The end of a run. OK and GONE free the job; the others run it again after a while. */
void job_end(struct job *job, enum commit_answer answer);
/* After the connection was lost, when no job runs any more: all will be read again. */
void jobs_drop(struct jobs *jobs);

/* The begin of a commit that consumes the job's cause. */
struct commit *job_commit(const struct job *job);

/* The usual end: sends the commit, frees it, and ends the job with the answer. */
void job_finish(struct job *job, struct commit *c);
/* Consumes the cause and puts the entry aside for a human, with the reason. */
void job_quarantine(struct job *job, const char *why);

#endif

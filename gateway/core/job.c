/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.c: the table of jobs, their order in lanes, and their repetition. */
#include "core/job.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "core/core.h"
#include "core/ladder.h"
#include "core/poison.h"
#include "core/result.h"
#include "core/turn.h"

enum { EARLY_MS = 30, STALE_MS = 5, LOST_MS = 1000 };

struct jobs {
	struct job *first; /* texts by age, so that a lane's first is its oldest */
	int n;
};

static void run(struct job *job)
{
	static void (*const begin[])(struct job *) = {
		[JOB_TEXT] = turn_begin,
		[JOB_RESULT] = result_begin,
		[JOB_TIMER] = ladder_begin,
	};

	job->running = true;
	if (job->again && job->kind != JOB_TIMER) {
		poison_check(job, begin[job->kind]);
		return;
	}
	begin[job->kind](job);
}

/* Runs the oldest job of a lane unless one of the lane runs, or its oldest waits. */
static void kick(struct jobs *jobs, int lane)
{
	struct job *j, *oldest = NULL;

	for (j = jobs->first; j != NULL; j = j->next) {
		if (j->lane != lane)
			continue;
		if (j->running)
			return;
		if (oldest == NULL)
			oldest = j;
	}
	if (oldest != NULL && !oldest->waiting)
		run(oldest);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct job *job = arg;

	(void)fd;
	(void)what;
	job->waiting = false;
	if (job->lane < 0)
		run(job);
	else
		kick(job->core->jobs, job->lane);
}

static void wait_ms(struct job *job, int ms)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};

	if (job->timer == NULL)
		job->timer = evtimer_new(job->core->base, on_timer, job);
	job->waiting = true;
	evtimer_add(job->timer, &tv);
}

static void job_free(struct job *job)
{
	if (job->timer != NULL)
		event_free(job->timer);
	buf_free(&job->box);
	free(job);
}

static void unlink_job(struct jobs *jobs, struct job *job)
{
	struct job **at = &jobs->first;

	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	jobs->n--;
}

struct jobs *jobs_new(void)
{
	return xcalloc(1, sizeof(struct jobs));
}

void jobs_free(struct jobs *jobs)
{
	if (jobs == NULL)
		return;
	jobs_drop(jobs);
	free(jobs);
}

int jobs_count(const struct jobs *jobs)
{
	return jobs->n;
}

struct job *job_new(struct core *core, enum job_kind kind, const char *id)
{
	struct job *j;

	for (j = core->jobs->first; j != NULL; j = j->next)
		if (j->kind == kind && strcmp(j->id, id) == 0)
			return NULL;
	j = xcalloc(1, sizeof(*j));
	j->core = core;
	j->kind = kind;
	j->lane = -1;
	snprintf(j->id, sizeof(j->id), "%s", id);
	return j;
}

/* Stream ids are two numbers; "ms-seq". */
static bool older(const char *a, const char *b)
{
	unsigned long long a_ms = 0, a_seq = 0, b_ms = 0, b_seq = 0;

	sscanf(a, "%llu-%llu", &a_ms, &a_seq);
	sscanf(b, "%llu-%llu", &b_ms, &b_seq);
	return a_ms != b_ms ? a_ms < b_ms : a_seq < b_seq;
}

void job_add(struct job *job)
{
	struct jobs *jobs = job->core->jobs;
	struct job **at = &jobs->first;

	while (*at != NULL &&
		!(job->lane >= 0 && (*at)->lane == job->lane && older(job->id, (*at)->id)))
		at = &(*at)->next;
	job->next = *at;
	*at = job;
	jobs->n++;
	if (job->lane < 0)
		run(job);
	else
		kick(jobs, job->lane);
}

void job_end(struct job *job, enum commit_answer answer)
{
	struct jobs *jobs = job->core->jobs;
	int lane = job->lane;

	assert(job->running);
	job->running = false;
	switch (answer) {
	case COMMIT_OK:
	case COMMIT_GONE:
		unlink_job(jobs, job);
		job_free(job);
		if (lane >= 0)
			kick(jobs, lane);
		return;
	case COMMIT_EARLY:
		wait_ms(job, EARLY_MS);
		return;
	case COMMIT_STALE:
		job->tries++;
		wait_ms(job, STALE_MS * (job->tries < 20 ? job->tries : 20));
		return;
	case COMMIT_LOST:
		wait_ms(job, LOST_MS);
		return;
	}
}

void jobs_drop(struct jobs *jobs)
{
	struct job *j;

	while ((j = jobs->first) != NULL) {
		jobs->first = j->next;
		job_free(j);
	}
	jobs->n = 0;
}

struct commit *job_commit(const struct job *job)
{
	struct commit *c = commit_new(job->core->conf->name);
	char lane[12];

	switch (job->kind) {
	case JOB_TEXT:
		snprintf(lane, sizeof(lane), "%d", job->lane);
		commit_cause_intake(c, job->id, lane);
		break;
	case JOB_RESULT:
		commit_cause_result(c, job->id);
		break;
	case JOB_TIMER:
		commit_cause_timer(c, job->id);
		break;
	}
	return c;
}

static void on_committed(void *arg, const redisReply *reply)
{
	if (reply != NULL && reply->type == REDIS_REPLY_ERROR)
		log_err("commit{refused}: %s", reply->str);
	job_end(arg, commit_answer(reply));
}

void job_finish(struct job *job, struct commit *c)
{
	core_commit(job->core, c, on_committed, job);
}

void job_quarantine(struct job *job, const char *why)
{
	struct commit *c = job_commit(job);

	log_warn("job{quarantined}: %s id=%s", why, job->id);
	if (job->kind == JOB_TEXT)
		commit_quarantine(c, "-", why, job->box.data, job->box.len);
	commit_count(c, "core.quarantined");
	job_finish(job, c);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result.c: results into the log of their case. */
#include "core/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "bus/name.h"
#include "core/casefile.h"
#include "core/core.h"
#include "core/job.h"

static struct commit *begin_commit(const struct job *job)
{
	struct commit *c = job_commit(job);
	char counter[32];

	snprintf(counter, sizeof(counter), "core.out_%s", job->state);
	commit_count(c, counter);
	return c;
}

static void note(const struct job *job, const struct casefile *cf, struct commit *c)
{
	struct rec_entry e = {.kind = ENTRY_RESULT, .at_ms = clock_wall_ms()};

	if (asprintf(&e.text, *job->why != '\0' ? "%s: %s" : "%s", job->state, job->why) < 0)
		abort();
	snprintf(e.who, sizeof(e.who), "%s", job->channel);
	snprintf(e.ref, sizeof(e.ref), "%s", job->ref);
	casefile_log(cf, c, &e);
	rec_entry_free(&e);
}

static void on_key(void *arg, const redisReply *reply)
{
	struct job *job = arg;
	struct casefile *cf = xcalloc(1, sizeof(*cf));
	struct commit *c;
	char id[CASEFILE_ID_LEN + 1];
	struct err err;

	if (reply == NULL) {
		job_end(job, COMMIT_LOST);
	} else {
		c = begin_commit(job);
		snprintf(id, sizeof(id), "%.8s", job->ref);
		if (casefile_key(cf, job->core, id, reply, &err) == 0)
			note(job, cf, c);
		else
			log_warn("result{stray}: case %s: %s", id, err.msg);
		job_finish(job, c);
	}
	casefile_forget(cf);
	free(cf);
}

void result_begin(struct job *job)
{
	char id[CASEFILE_ID_LEN + 1];
	struct bus_key key;

	if (strcmp(job->state, "sent") != 0)
		log_warn("out{%s}: %s channel=%s ref=%s", job->state, job->why, job->channel,
			job->ref);
	if (strspn(job->ref, "0123456789abcdef") != CASEFILE_ID_LEN ||
		job->ref[CASEFILE_ID_LEN] != ':') {
		job_finish(job, begin_commit(job));
		return;
	}
	snprintf(id, sizeof(id), "%.8s", job->ref);
	key = bus_key(job->core->conf->name, "case", id);
	LINK_CALL(job->core->cmd, on_key, job, ARG("HGET"), ARG(key.s), ARG("key"));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* poison.c: asks Redis how often an entry was handed out. */
#include "core/poison.h"

#include <stdlib.h>

#include "bus/name.h"
#include "core/core.h"
#include "core/job.h"

struct check {
	struct job *job;
	void (*begin)(struct job *);
};

/* XPENDING's long form: {{id, consumer, idle, handed out}}. */
static void on_pending(void *arg, const redisReply *reply)
{
	struct check check = *(struct check *)arg;
	struct job *job = check.job;
	const redisReply *row;

	free(arg);
	if (reply == NULL || reply->type != REDIS_REPLY_ARRAY) {
		job_end(job, COMMIT_LOST);
		return;
	}
	row = reply->elements == 1 ? reply->element[0] : NULL;
	if (row != NULL && row->type == REDIS_REPLY_ARRAY && row->elements == 4 &&
		row->element[3]->integer > job->core->conf->core.tries)
		job_quarantine(job, "handed out too often without an end");
	else
		check.begin(job);
}

void poison_check(struct job *job, void (*begin)(struct job *))
{
	struct check *check = xmalloc(sizeof(*check));
	struct bus_key key =
		bus_key(job->core->conf->name, job->kind == JOB_TEXT ? "in" : "res", NULL);

	*check = (struct check){job, begin};
	LINK_CALL(job->core->cmd, on_pending, check, ARG("XPENDING"), ARG(key.s), ARG("core"),
		ARG(job->id), ARG(job->id), ARG("1"));
}

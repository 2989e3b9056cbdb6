/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timers.c: due members become jobs. */
#include "core/timers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "bus/name.h"
#include "core/core.h"
#include "core/job.h"

enum { LOOK_MS = 1000 };

struct timers {
	struct core *core;
	struct event *timer;
	bool asking;
};

static void arm(struct timers *t, long long ms)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};

	evtimer_add(t->timer, &tv);
}

static void on_due(void *arg, const redisReply *reply)
{
	struct timers *t = arg;
	long long next = LOOK_MS;
	struct job *job;
	size_t i;

	t->asking = false;
	if (reply == NULL)
		return; /* timers_up begins anew */
	if (reply->type == REDIS_REPLY_ARRAY && reply->elements > 0) {
		if (reply->element[0]->integer > 0 && reply->element[0]->integer < LOOK_MS)
			next = reply->element[0]->integer;
		for (i = 1; i < reply->elements; i++) {
			job = job_new(t->core, JOB_TIMER, reply->element[i]->str);
			if (job != NULL)
				job_add(job);
		}
	} else if (reply->type == REDIS_REPLY_ERROR) {
		log_err("timers{refused}: %s", reply->str);
	}
	arm(t, next);
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct timers *t = arg;
	struct bus_key key = bus_key(t->core->conf->name, "timers", NULL);

	(void)fd;
	(void)what;
	if (t->asking || !link_up(t->core->cmd))
		return;
	t->asking = true;
	LINK_CALL(t->core->cmd, on_due, t, ARG("FCALL_RO"), ARG("hl_due"), ARG("1"), ARG(key.s),
		ARG("64"));
}

struct timers *timers_new(struct core *core)
{
	struct timers *t = xcalloc(1, sizeof(*t));

	t->core = core;
	t->timer = evtimer_new(core->base, on_timer, t);
	return t;
}

void timers_free(struct timers *t)
{
	if (t == NULL)
		return;
	event_free(t->timer);
	free(t);
}

void timers_up(struct timers *t)
{
	arm(t, 0);
}

void timers_down(struct timers *t)
{
	evtimer_del(t->timer);
}

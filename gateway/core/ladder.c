/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ladder.c: alerts, and the timers between them. */
#include "core/ladder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "bus/name.h"
#include "core/casefile.h"
#include "core/core.h"
#include "core/job.h"
#include "core/outgoing.h"
#include "duty/alert.h"
#include "seal/box.h"

static void timer_name(char out[JOB_ID_MAX], const struct casefile *cf)
{
	snprintf(out, JOB_ID_MAX, "esc:%s:%d:%d", cf->id, cf->level, cf->round);
}

void ladder_stop(const struct casefile *cf, struct commit *c)
{
	char name[JOB_ID_MAX];

	if (cf->level == 0)
		return;
	timer_name(name, cf);
	commit_never(c, name);
}

static bool level_fits(const struct core *core, const struct casefile *cf, int level)
{
	const struct responder *who = NULL;

	while ((who = roster_next_on_duty(core->roster, level, who)) != NULL)
		if (responder_takes(who, cf->lang, cf->country))
			return true;
	return false;
}

static int next_fitting(const struct core *core, const struct casefile *cf, int above)
{
	int level = above;

	while ((level = roster_next_level(core->roster, level)) != 0)
		if (level_fits(core, cf, level))
			return level;
	return 0;
}

/* A code that no alert of this case has; that no other case has it Redis checks. */
static void draw_code(char code[CODE_LEN + 1], const struct casefile *cf)
{
	int i;

	do {
		snprintf(code, CODE_LEN + 1, "%u",
			CODE_FIRST + seal_random(CODE_LAST - CODE_FIRST + 1));
		for (i = 0; i < cf->n_alerts && strcmp(cf->alerts[i].code, code) != 0; i++)
			;
	} while (i < cf->n_alerts);
}

/* The place of a responder in the list of alerts: a later code takes the place of an older. */
static struct casefile_alert *alert_of(struct casefile *cf, const char *who)
{
	int i;

	for (i = 0; i < cf->n_alerts; i++)
		if (strcmp(cf->alerts[i].who, who) == 0)
			return &cf->alerts[i];
	if (cf->n_alerts == ROSTER_MAX)
		return &cf->alerts[0]; /* of a roster that was changed many times meanwhile */
	return &cf->alerts[cf->n_alerts++];
}

static void alert_one(
	struct core *core, struct casefile *cf, struct commit *c, const struct responder *who)
{
	char text[ALERT_MAX], ref[REC_REF_MAX];
	struct casefile_alert *a;
	char code[CODE_LEN + 1];

	draw_code(code, cf);
	a = alert_of(cf, who->name);
	strcpy(a->code, code);
	snprintf(a->who, sizeof(a->who), "%s", who->name);
	alert_text(text, code, cf->urgent, cf->lang, cf->country);
	commit_code(c, code, cf->id, who->name);
	outgoing_add(core, c, cf, outgoing_next_channel(core), OUT_ALERT, who->number, text, ref);
	casefile_event(cf, c, "core", ref, "alerted %s, level %d, round %d", who->name, cf->level,
		cf->round);
}

static void alert_level(struct core *core, struct casefile *cf, struct commit *c, bool all)
{
	const struct responder *who = NULL;
	char name[JOB_ID_MAX];

	while ((who = roster_next_on_duty(core->roster, cf->level, who)) != NULL)
		if (all || responder_takes(who, cf->lang, cf->country))
			alert_one(core, cf, c, who);
	timer_name(name, cf);
	commit_later(c, name, core->conf->alert.escalate_s * 1000LL);
	casefile_happen(cf, CASE_EV_ALERT);
	commit_count(c, "core.alerts");
}

void ladder_start(struct core *core, struct casefile *cf, struct commit *c)
{
	bool all = next_fitting(core, cf, 0) == 0;

	ladder_stop(cf, c);
	cf->level = all ? roster_next_level(core->roster, 0) : next_fitting(core, cf, 0);
	cf->round = 1;
	alert_level(core, cf, c, all);
}

void ladder_climb(struct core *core, struct casefile *cf, struct commit *c)
{
	bool all = next_fitting(core, cf, 0) == 0;
	int next;

	ladder_stop(cf, c);
	next = all ? roster_next_level(core->roster, cf->level) : next_fitting(core, cf, cf->level);
	if (next == 0) {
		if (cf->round >= core->conf->alert.rounds) {
			log_warn("case{unclaimed}: nobody took it rounds=%d id=%s", cf->round,
				cf->id);
			casefile_event(
				cf, c, "core", NULL, "nobody took it after %d rounds", cf->round);
			commit_count(c, "core.unclaimed");
			return;
		}
		cf->round++;
		next = all ? roster_next_level(core->roster, 0) : next_fitting(core, cf, 0);
	}
	cf->level = next;
	alert_level(core, cf, c, all);
}

void ladder_tell_owner(struct core *core, const struct casefile *cf, struct commit *c)
{
	const struct responder *who = roster_by_name(core->roster, cf->owner);
	char text[ALERT_MAX], ref[REC_REF_MAX];
	int i;

	for (i = 0; i < cf->n_alerts && strcmp(cf->alerts[i].who, cf->owner) != 0; i++)
		;
	if (who == NULL || i == cf->n_alerts)
		return;
	alert_text(text, cf->alerts[i].code, true, cf->lang, cf->country);
	outgoing_add(core, c, cf, outgoing_next_channel(core), OUT_ALERT, who->number, text, ref);
	casefile_event(cf, c, "core", ref, "told %s that it is urgent", who->name);
}

/* --- timers that are due -----------------------------------------------------------------------
 */

static void climb(struct job *job, struct casefile *cf, int level, int round)
{
	struct commit *c = job_commit(job);

	/* The case may have gone on since: then the timer ends and nothing else. */
	if (cf->state == CASE_ALERTED && cf->level == level && cf->round == round) {
		ladder_climb(job->core, cf, c);
		casefile_write(cf, job->core, c);
	}
	job_finish(job, c);
}

static void on_case(void *arg, const redisReply *reply)
{
	struct job *job = arg;
	struct casefile *cf = xmalloc(sizeof(*cf));
	char id[CASEFILE_ID_LEN + 1];
	int level, round;
	struct err err;

	if (reply == NULL) {
		job_end(job, COMMIT_LOST);
	} else if (sscanf(job->id, "esc:%8[0-9a-f]:%d:%d", id, &level, &round) != 3 ||
		   casefile_read(cf, job->core, id, reply, &err) != 1) {
		log_warn("timer{dropped}: no case for it member=%s", job->id);
		job_finish(job, job_commit(job));
	} else {
		climb(job, cf, level, round);
	}
	casefile_forget(cf);
	free(cf);
}

void ladder_begin(struct job *job)
{
	char id[CASEFILE_ID_LEN + 1] = "-";
	struct bus_key key;

	sscanf(job->id, "esc:%8[0-9a-f]", id);
	key = bus_key(job->core->conf->name, "case", id);
	LINK_CALL(job->core->cmd, on_case, job, ARG("HGETALL"), ARG(key.s));
}

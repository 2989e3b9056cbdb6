/* SPDX-License-Identifier: GPL-3.0-or-later */
/* claim.c: reading a code's case, and the answer in the same commit as its change. */
#include "core/claim.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "bus/name.h"
#include "bus/record.h"
#include "core/casefile.h"
#include "core/core.h"
#include "core/job.h"
#include "core/ladder.h"
#include "core/outgoing.h"
#include "duty/alert.h"

struct claim {
	struct job *job;
	struct core *core;
	char who[ROSTER_NAME_MAX];
	char number[NUMBER_MAX];
	int channel;
	struct command command;
	struct casefile cf;
};

static void claim_free(struct claim *cl)
{
	explicit_bzero(cl, sizeof(*cl));
	free(cl);
}

static void finish(struct claim *cl, struct commit *c)
{
	struct job *job = cl->job;

	claim_free(cl);
	job_finish(job, c);
}

static void lost(struct claim *cl)
{
	struct job *job = cl->job;

	claim_free(cl);
	job_end(job, COMMIT_LOST);
}

/* Adds the answer to who wrote. `cf` is NULL where no case is concerned. */
static void answer(
	struct claim *cl, struct commit *c, const struct casefile *cf, enum alert_answer a)
{
	char text[ALERT_MAX], ref[REC_REF_MAX];

	alert_answer(text, a, cl->command.code);
	outgoing_add(cl->core, c, cf, cl->channel, OUT_NOTICE, cl->number, text, ref);
	commit_count(c, "core.commands");
}

static void only_answer(struct claim *cl, enum alert_answer a)
{
	struct commit *c = job_commit(cl->job);

	answer(cl, c, NULL, a);
	finish(cl, c);
}

static void tell_others(struct claim *cl, struct commit *c)
{
	const struct responder *other;
	char text[ALERT_MAX], ref[REC_REF_MAX];
	int i;

	for (i = 0; i < cl->cf.n_alerts; i++) {
		other = roster_by_name(cl->core->roster, cl->cf.alerts[i].who);
		if (other == NULL || strcmp(other->name, cl->who) == 0)
			continue;
		alert_answer(text, ALERT_TAKEN, cl->cf.alerts[i].code);
		outgoing_add(cl->core, c, &cl->cf, outgoing_next_channel(cl->core), OUT_NOTICE,
			other->number, text, ref);
	}
}

/* Only the owner's code is left: it stays theirs. */
static void keep_own(struct casefile *cf, const char *who)
{
	int i;

	for (i = 0; i < cf->n_alerts; i++)
		if (strcmp(cf->alerts[i].who, who) == 0)
			cf->alerts[0] = cf->alerts[i];
	cf->n_alerts = 1;
}

static void take(struct claim *cl)
{
	struct casefile *cf = &cl->cf;
	struct commit *c;

	if (case_state_owned(cf->state)) {
		only_answer(
			cl, strcmp(cf->owner, cl->who) == 0 ? ALERT_YOURS_ALREADY : ALERT_TAKEN);
		return;
	}
	if (!casefile_happen(cf, CASE_EV_CLAIM)) {
		only_answer(cl, ALERT_CLOSED);
		return;
	}
	c = job_commit(cl->job);
	strcpy(cf->owner, cl->who);
	ladder_stop(cf, c);
	casefile_event(cf, c, cl->who, NULL, "took the case");
	answer(cl, c, cf, ALERT_YOURS);
	tell_others(cl, c);
	keep_own(cf, cl->who);
	casefile_write(cf, cl->core, c);
	commit_count(c, "core.claims");
	finish(cl, c);
}

static void drop_alert(struct casefile *cf, const char *who)
{
	int i, n = 0;

	for (i = 0; i < cf->n_alerts; i++)
		if (strcmp(cf->alerts[i].who, who) != 0)
			cf->alerts[n++] = cf->alerts[i];
	cf->n_alerts = n;
}

/* Who is busy is asked no more in this round; the next level is, at once, and if the case was
 * theirs it is nobody's again. */
static void busy(struct claim *cl)
{
	struct casefile *cf = &cl->cf;
	bool mine = case_state_owned(cf->state) && strcmp(cf->owner, cl->who) == 0;
	struct commit *c;

	if (case_state_owned(cf->state) && !mine) {
		only_answer(cl, ALERT_TAKEN);
		return;
	}
	if (mine ? !casefile_happen(cf, CASE_EV_LAPSE) : cf->state != CASE_ALERTED) {
		only_answer(cl, ALERT_CLOSED);
		return;
	}
	c = job_commit(cl->job);
	if (mine)
		cf->round = 0; /* the ladder begins anew behind them */
	*cf->owner = '\0';
	casefile_event(cf, c, cl->who, NULL, mine ? "gave the case back" : "is busy");
	answer(cl, c, cf, mine ? ALERT_BUSY_YOURS : ALERT_BUSY);
	drop_alert(cf, cl->who);
	ladder_climb(cl->core, cf, c);
	casefile_write(cf, cl->core, c);
	finish(cl, c);
}

static void on_case(void *arg, const redisReply *reply)
{
	struct claim *cl = arg;
	struct err err;
	int got;

	if (reply == NULL) {
		lost(cl);
		return;
	}
	got = casefile_read(&cl->cf, cl->core, cl->cf.id, reply, &err);
	if (got < 0)
		log_err("case{unreadable}: %s", err.msg);
	if (got <= 0)
		only_answer(cl, ALERT_UNKNOWN_CODE);
	else if (!case_state_unclosed(cl->cf.state))
		only_answer(cl, ALERT_CLOSED);
	else if (cl->command.kind == COMMAND_TAKE)
		take(cl);
	else
		busy(cl);
}

static void on_code(void *arg, const redisReply *reply)
{
	struct claim *cl = arg;
	const redisReply *id, *who;
	struct bus_key key;

	if (reply == NULL) {
		lost(cl);
		return;
	}
	id = reply->type == REDIS_REPLY_ARRAY ? reply_field(reply, "case") : NULL;
	who = reply->type == REDIS_REPLY_ARRAY ? reply_field(reply, "who") : NULL;
	if (id == NULL || who == NULL || strcmp(who->str, cl->who) != 0 ||
		strlen(id->str) != CASEFILE_ID_LEN) {
		only_answer(cl, ALERT_UNKNOWN_CODE);
		return;
	}
	if (cl->command.kind == COMMAND_CODE) {
		only_answer(cl, ALERT_CODE_ALONE);
		return;
	}
	strcpy(cl->cf.id, id->str);
	key = bus_key(cl->core->conf->name, "case", cl->cf.id);
	LINK_CALL(cl->core->cmd, on_case, cl, ARG("HGETALL"), ARG(key.s));
}

/* No command: answered with what is understood, and kept for a human to read. */
static void not_understood(struct claim *cl)
{
	struct commit *c = job_commit(cl->job);

	commit_quarantine(c, cl->core->conf->modems[cl->channel].name,
		"a responder's text that is no command", cl->job->box.data, cl->job->box.len);
	answer(cl, c, NULL, ALERT_HELP);
	finish(cl, c);
}

void claim_begin(struct job *job, const struct responder *who, struct rec_in *in)
{
	struct claim *cl = xcalloc(1, sizeof(*cl));
	struct bus_key key;

	cl->job = job;
	cl->core = job->core;
	strcpy(cl->who, who->name);
	strcpy(cl->number, who->number);
	cl->channel = outgoing_channel(cl->core, in->channel);
	cl->command = command_parse(in->text);
	rec_in_free(in);
	switch (cl->command.kind) {
	case COMMAND_TAKE:
	case COMMAND_BUSY:
	case COMMAND_CODE:
		key = bus_key(cl->core->conf->name, "code", cl->command.code);
		LINK_CALL(cl->core->cmd, on_code, cl, ARG("HGETALL"), ARG(key.s));
		return;
	case COMMAND_NO_CODE:
		only_answer(cl, ALERT_NO_CODE);
		return;
	case COMMAND_HELP:
		only_answer(cl, ALERT_HELP);
		return;
	case COMMAND_UNKNOWN:
		not_understood(cl);
		return;
	}
}

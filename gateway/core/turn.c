/* SPDX-License-Identifier: GPL-3.0-or-later */
/* turn.c: the reads of a turn, its one computation, and its commit. */
#include "core/turn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "bus/name.h"
#include "core/casefile.h"
#include "core/claim.h"
#include "core/core.h"
#include "core/effect.h"
#include "core/job.h"
#include "core/outgoing.h"
#include "core/person.h"
#include "seal/box.h"

struct turn {
	struct job *job;
	struct core *core;
	struct rec_in in;
	struct person person;
	struct casefile cf;
};

static void turn_free(struct turn *t)
{
	rec_in_free(&t->in);
	casefile_forget(&t->cf);
	explicit_bzero(t, sizeof(*t));
	free(t);
}

static void turn_lost(struct turn *t)
{
	struct job *job = t->job;

	turn_free(t);
	job_end(job, COMMIT_LOST);
}

/* The text itself, as the case keeps it. */
static void log_text(const struct turn *t, struct commit *c, const struct understanding *u)
{
	struct rec_entry e = {.kind = ENTRY_IN, .at_ms = t->in.read_ms, .text = t->in.text};

	strcpy(e.who, "texter");
	snprintf(e.lang, sizeof(e.lang), "%.6s%s", u->lang, u->romanised ? "-Latn" : "");
	memcpy(e.pdu, t->in.pdu, t->in.pdu_len);
	e.pdu_len = t->in.pdu_len;
	casefile_log(&t->cf, c, &e);
	if (t->in.total > 1)
		casefile_event(&t->cf, c, "core", NULL, "part %d of %d of a long text", t->in.part,
			t->in.total);
	if (t->in.binary)
		casefile_event(&t->cf, c, "core", NULL, "a binary message: its octets are kept");
}

static void reply(struct turn *t, struct commit *c, const struct menu_output *out)
{
	int i, channel = outgoing_channel(t->core, t->in.channel);
	struct rec_entry e = {.kind = ENTRY_OUT, .who = "menu"};
	struct buf text = BUF_INIT;

	for (i = 0; i < out->n_texts; i++) {
		buf_clear(&text);
		if (out->zawgyi)
			text_zawgyi(t->core->lexicon, &text, out->texts[i], strlen(out->texts[i]));
		else
			buf_puts(&text, out->texts[i]);
		outgoing_add(t->core, c, &t->cf, channel, OUT_REPLY, t->in.from, text.data, e.ref);
		e.at_ms = clock_wall_ms();
		e.text = out->texts[i];
		casefile_log(&t->cf, c, &e);
		commit_count(c, "core.replies");
	}
	buf_free(&text);
}

/* What every text changes in its case, whatever it says. */
static void case_heard(struct turn *t, const struct menu_state *s)
{
	struct casefile *cf = &t->cf;

	casefile_happen(cf, CASE_EV_WRITE);
	cf->hush = false;
	if (*s->lang != '\0')
		snprintf(cf->lang, sizeof(cf->lang), "%s", s->lang);
	snprintf(cf->country, sizeof(cf->country), "%s", number_country(t->in.from));
	snprintf(cf->channel, sizeof(cf->channel), "%s", t->in.channel);
	cf->zawgyi = s->zawgyi;
	if (number_is_e164(t->in.from))
		snprintf(cf->route, sizeof(cf->route), "%s", t->in.from);
}

/* Moves the conversation on, unless the text goes on with one that was answered; then only urgency
 * is heard. */
static void step(struct turn *t, const struct understanding *u, struct menu_output *out)
{
	struct menu_input in = {t->in.text, u, number_country(t->in.from), t->in.read_ms};

	memset(out, 0, sizeof(*out));
	if (t->in.total > 1 &&
		person_continues(&t->person, t->in.ref, t->in.total, t->in.read_ms)) {
		if (u->urgent)
			effects_add(&out->effects, EFFECT_URGENT, NULL, NULL);
		return;
	}
	menu_step(t->core->tree, &t->person.menu, &in, out);
}

static void compute(struct turn *t)
{
	struct text_hint hint = {t->person.menu.lang, number_country(t->in.from)};
	struct commit *c = job_commit(t->job);
	struct job *job = t->job;
	struct understanding u;
	struct menu_output out;

	text_understand(t->core->lexicon, t->in.text, strlen(t->in.text), &hint, &u);
	step(t, &u, &out);
	if (*t->cf.id == '\0') {
		casefile_new(&t->cf);
		commit_count(c, "core.cases");
	}
	strcpy(t->person.case_id, t->cf.id);
	case_heard(t, &t->person.menu);
	log_text(t, c, &u);
	if (number_is_e164(t->in.from))
		reply(t, c, &out);
	effect_apply(t->core, &out.effects, &t->cf, &t->person, c);
	casefile_write(&t->cf, t->core, c);
	person_write(&t->person, t->core, c);
	commit_count(c, "core.texts");
	menu_output_free(&out);
	turn_free(t);
	job_finish(job, c);
}

static void on_case(void *arg, const redisReply *answer)
{
	struct turn *t = arg;
	char id[CASEFILE_ID_LEN + 1];
	struct err err;
	int got;

	if (answer == NULL) {
		turn_lost(t);
		return;
	}
	strcpy(id, t->person.case_id);
	got = casefile_read(&t->cf, t->core, id, answer, &err);
	if (got < 0)
		log_err("case{unreadable}: %s; a new one is opened id=%s", err.msg, id);
	if (got <= 0)
		casefile_forget(&t->cf);
	compute(t);
}

static void on_session(void *arg, const redisReply *answer)
{
	struct turn *t = arg;
	struct bus_key key;
	struct err err;

	if (answer == NULL) {
		turn_lost(t);
		return;
	}
	if (person_read(&t->person, t->core, answer, &err) < 0)
		log_warn("session{unreadable}: %s; it begins anew", err.msg);
	if (*t->person.case_id == '\0') {
		compute(t);
		return;
	}
	key = bus_key(t->core->conf->name, "case", t->person.case_id);
	LINK_CALL(t->core->cmd, on_case, t, ARG("HGETALL"), ARG(key.s));
}

static int open_text(const struct job *job, struct rec_in *in, struct err *err)
{
	struct buf clear = BUF_INIT;
	int bad;

	bad = box_open(&clear, &job->core->ring.self, "in", job->box.data, job->box.len, err) < 0 ||
	      rec_in_decode(in, clear.data, clear.len, err) < 0;
	buf_free(&clear);
	return bad ? -1 : 0;
}

void turn_begin(struct job *job)
{
	const struct responder *who;
	struct bus_key key;
	struct rec_in in;
	struct turn *t;
	struct err err;

	if (open_text(job, &in, &err) < 0) {
		job_quarantine(job, err.msg);
		return;
	}
	who = roster_by_number(job->core->roster, in.from);
	if (who != NULL) {
		claim_begin(job, who, &in);
		return;
	}
	t = xcalloc(1, sizeof(*t));
	t->job = job;
	t->core = job->core;
	t->in = in;
	person_name(&t->person, t->core, in.from);
	key = bus_key(t->core->conf->name, "sess", t->person.id);
	LINK_CALL(t->core->cmd, on_session, t, ARG("HMGET"), ARG(key.s), ARG("v"), ARG("b"));
}

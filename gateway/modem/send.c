/* SPDX-License-Identifier: GPL-3.0-or-later */
/* send.c: the outbox's entries one by one. */
#include "modem/send.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "modem/cms.h"
#include "modem/session.h"
#include "seal/box.h"
#include "text/split.h"

/* A Redis that says nothing for so much longer than it was asked to wait is gone. */
enum { BLOCK_MS = 5000, GONE_MS = 15000, CONNECT_MS = 2000, TRIES = 3 };

int sender_init(struct sender *s, const struct conf *conf, const char *channel,
	struct session *session, const struct key_pair *key, struct wire *cmd, struct err *err)
{
	char role[CONF_NAME_MAX + 8];

	memset(s, 0, sizeof(*s));
	s->conf = conf;
	s->channel = channel;
	s->session = session;
	s->key = key;
	s->cmd = cmd;
	s->again = true;
	snprintf(role, sizeof(role), "modem-%s", channel);
	s->ask = wire_new(conf, role, CONNECT_MS, err);
	return s->ask != NULL ? 0 : -1;
}

void sender_free(struct sender *s)
{
	out_entry_free(&s->ended);
	wire_free(s->ask);
}

int sender_fd(const struct sender *s)
{
	return s->asked ? wire_fd(s->ask) : -1;
}

/* --- the end of a text --------------------------------------------------------------------------
 */

static void end(struct sender *s, const char *state, const char *why)
{
	s->unsettled = true;
	snprintf(s->state, sizeof(s->state), "%s", state);
	snprintf(s->why, sizeof(s->why), "%.150s", why);
}

static int settle(struct sender *s)
{
	struct err err;

	if (outbox_settle(s->cmd, s->conf, s->channel, &s->ended, s->state, s->why, &err) < 0)
		return -1;
	if (strcmp(s->state, "sent") != 0)
		log_warn("out{%s}: %s ref=%s", s->state, s->why, s->ended.ref);
	out_entry_free(&s->ended);
	s->unsettled = false;
	return 0;
}

/* --- sending ------------------------------------------------------------------------------------
 */

/* A part that was surely refused for a reason that passes is tried again. */
static enum session_sent send_part(
	struct sender *s, const struct session_part *p, char *why, size_t room)
{
	enum session_sent sent;
	struct err err = {""};
	int code, tries = 0;

	do {
		sent = session_send(s->session, p, &code, &err);
	} while (sent == SESSION_REFUSED && cms_passes(code) && ++tries < TRIES);
	if (sent == SESSION_REFUSED && code >= 0)
		snprintf(why, room, "part %d of %d: %s (%d)", p->part, p->total, cms_name(code),
			code);
	else if (sent != SESSION_SENT)
		snprintf(why, room, "part %d of %d: %.100s", p->part, p->total, err.msg);
	return sent;
}

static int send_text(struct sender *s, const struct rec_out *r)
{
	enum session_sent sent = SESSION_SENT;
	struct session_part p = {.to = r->to};
	struct split split;
	char why[160] = "";
	size_t i;

	split_text(&split, r->text, strlen(r->text), &split_sms_ref16);
	p.ucs2 = split.encoding == SPLIT_UCS2;
	p.ref = (int)seal_random(65536);
	p.total = (int)split.n;
	for (i = 0; i < split.n && sent == SESSION_SENT; i++) {
		p.text = r->text + split.part[i].at;
		p.len = split.part[i].len;
		p.part = (int)i + 1;
		sent = send_part(s, &p, why, sizeof(why));
	}
	split_free(&split);
	end(s, sent == SESSION_SENT ? "sent" : sent == SESSION_REFUSED ? "failed" : "unknown", why);
	return sent == SESSION_DOUBT ? -1 : 0;
}

static int open_record(struct sender *s, struct rec_out *r, struct err *err)
{
	struct buf clear = BUF_INIT;
	char label[CONF_NAME_MAX + 8];
	int bad;

	snprintf(label, sizeof(label), "out:%s", s->channel);
	bad = box_open(&clear, s->key, label, s->ended.box.data, s->ended.box.len, err) < 0 ||
	      rec_out_decode(r, clear.data, clear.len, err) < 0;
	buf_free(&clear);
	return bad ? -1 : 0;
}

/* What is in s->ended goes out, or not. -1: the session is over. */
static int deliver(struct sender *s, struct err *err)
{
	struct rec_out r;
	bool marked;
	int over;

	if (open_record(s, &r, err) < 0) {
		end(s, "failed", err->msg);
		return 0;
	}
	if (outbox_mark(s->cmd, s->conf, s->channel, s->ended.id, &marked, err) < 0) {
		rec_out_free(&r);
		out_entry_free(&s->ended);
		s->again = true; /* it was not sent, and comes again */
		return 0;
	}
	if (marked && r.kind != OUT_ALERT) {
		rec_out_free(&r);
		end(s, "unknown", "in the modem's hands when the worker ended");
		return 0;
	}
	over = send_text(s, &r);
	rec_out_free(&r);
	if (over < 0)
		err_set(err, "%s", s->why);
	return over;
}

static int ask(struct sender *s)
{
	struct err err;

	if (!s->ready && outbox_init(s->cmd, s->conf, s->channel, &err) < 0)
		return -1;
	s->ready = true;
	if (outbox_ask(s->ask, s->conf, s->channel, s->again, BLOCK_MS, &err) < 0)
		return -1;
	s->asked = true;
	s->asked_ms = clock_steady_ms();
	return 0;
}

static void lost(struct sender *s)
{
	wire_close(s->ask);
	s->asked = false;
	s->again = true;
	s->ready = false;
}

/* 1: s->ended is the next one; 0: none yet. */
static int take(struct sender *s)
{
	struct err err;
	int got = outbox_take(s->ask, &s->ended, &err);

	if (got == 0) {
		if (clock_steady_ms() - s->asked_ms > GONE_MS)
			lost(s);
		return 0;
	}
	s->asked = false;
	if (got < 0)
		lost(s);
	else if (got == 2)
		s->again = false; /* of what was handed out before, none is left */
	return got == 1;
}

int sender_step(struct sender *s, struct err *err)
{
	int got, over = 0;

	if (s->unsettled && settle(s) < 0)
		return 0;
	if (!s->asked && ask(s) < 0) {
		lost(s);
		return 0;
	}
	got = take(s);
	if (got > 0)
		over = deliver(s, err);
	if (s->unsettled && settle(s) < 0)
		return over;
	/* Redis is asked at once, so that the next one wakes us. */
	if (over == 0 && !s->asked && ask(s) < 0)
		lost(s);
	return over < 0 ? -1 : got;
}

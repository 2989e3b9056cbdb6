/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * network.c: one line for each modem, with its queue, its air and its registration.
 * Deliveries always start from a timer, also with no air time, so that nothing recurses.
 */
#include "sim/network.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "sim/at.h"
#include "sim/phone.h"
#include "sim/tpdu.h"

struct net_text {
	STAILQ_ENTRY(net_text) entry;
	unsigned id;
	uint8_t tpdu[TPDU_MAX];
	size_t len;
};

STAILQ_HEAD(net_queue, net_text);

struct net_line {
	struct modem *m;
	struct net_queue queue;
	struct event *deliver, *submit, *reg;
	bool registered, told_full, orphaned;
	uint8_t sent[TPDU_MAX];
	size_t sent_len;
	uint8_t next_mr;
	struct net_figures figures;
};

struct net *net_new(struct event_base *base)
{
	struct net *net = xcalloc(1, sizeof(*net));

	net->base = base;
	net->feed = feed_new();
	TAILQ_INIT(&net->modems);
	return net;
}

void net_free(struct net *net)
{
	struct modem *m;

	while ((m = TAILQ_FIRST(&net->modems)) != NULL)
		modem_free(m);
	phones_free(net);
	feed_free(net->feed);
	free(net);
}

struct modem *net_find(struct net *net, const char *name_or_number)
{
	struct modem *m;

	TAILQ_FOREACH(m, &net->modems, entry)
	if (strcmp(m->name, name_or_number) == 0 ||
		(m->conf.msisdn[0] != '\0' && strcmp(m->conf.msisdn, name_or_number) == 0))
		return m;
	return NULL;
}

unsigned net_next_id(struct net *net)
{
	return ++net->next_id;
}

static void after_ms(struct event *ev, unsigned ms)
{
	struct timeval tv = {ms / 1000, (ms % 1000) * 1000};

	event_add(ev, &tv);
}

/* --- from the service centre to the modem --------------------------------------------------- */

static bool reachable(const struct modem *m)
{
	return m->line->registered && modem_on_air(m) && modem_sim_ready(m);
}

static void tell_full(struct net_line *line)
{
	if (line->told_full)
		return;
	line->told_full = true;
	line->figures.full++;
	feed_emit(line->m->net->feed, "full", "%s %u", line->m->name, line->figures.queued);
}

/* The head of the queue has had its air time: into the SIM, or wait for room. */
static void on_deliver(evutil_socket_t fd, short what, void *arg)
{
	struct net_line *line = arg;
	struct modem *m = line->m;
	struct net_text *t = STAILQ_FIRST(&line->queue);
	struct fault f;

	(void)fd;
	(void)what;
	line->figures.receiving = false;
	if (t == NULL || !reachable(m))
		return;
	if (fault_strikes(m, FAULT_FULL, "", &f)) {
		line->told_full = false;
		tell_full(line);
		after_ms(line->deliver, f.ms ? f.ms : 1000);
		return;
	}
	switch (at_sms_arrive(m, t->id, t->tpdu, t->len)) {
	case AT_SMS_FULL:
		tell_full(line);
		return;
	case AT_SMS_LATER:
		return;
	case AT_SMS_TAKEN:
		break;
	}
	line->told_full = false;
	line->figures.delivered++;
	line->figures.receive_air_us += (int64_t)m->conf.air_ms * 1000;
	if (fault_strikes(m, FAULT_DUPLICATE, "", &f))
		at_sms_arrive(m, t->id, t->tpdu, t->len);
	STAILQ_REMOVE_HEAD(&line->queue, entry);
	line->figures.queued--;
	free(t);
	net_line_kick(m);
}

void net_line_kick(struct modem *m)
{
	struct net_line *line = m->line;

	if (line->figures.receiving || STAILQ_EMPTY(&line->queue) || !reachable(m))
		return;
	line->figures.receiving = true;
	after_ms(line->deliver, m->conf.air_ms);
}

unsigned net_deliver(struct modem *m, const uint8_t *tpdu, size_t len)
{
	struct net_text *t = xcalloc(1, sizeof(*t));

	t->id = net_next_id(m->net);
	t->len = len > sizeof(t->tpdu) ? sizeof(t->tpdu) : len;
	memcpy(t->tpdu, tpdu, t->len);
	STAILQ_INSERT_TAIL(&m->line->queue, t, entry);
	m->line->figures.queued++;
	net_line_kick(m);
	return t->id;
}

unsigned net_line_flush(struct modem *m)
{
	struct net_line *line = m->line;
	struct net_text *t;
	unsigned n = 0;

	while ((t = STAILQ_FIRST(&line->queue)) != NULL) {
		STAILQ_REMOVE_HEAD(&line->queue, entry);
		free(t);
		n++;
	}
	line->figures.queued = 0;
	return n;
}

/* --- from the modem to the service centre ---------------------------------------------------- */

/* A modem's text to another modem of this network becomes a DELIVER there. */
static uint8_t to_modem(struct modem *to, const struct modem *from, const struct tpdu_submit *s)
{
	struct tpdu_deliver d = {.pid = s->pid, .scts = time(NULL), .ud = s->ud};
	uint8_t tpdu[TPDU_MAX];

	snprintf(d.from, sizeof(d.from), "%.*s", TPDU_NUMBER_MAX - 1, from->conf.msisdn);
	net_deliver(to, tpdu, tpdu_put_deliver(tpdu, &d));
	return 0;
}

static void send_report(struct modem *m, const struct tpdu_submit *s, uint8_t mr, uint8_t status)
{
	struct tpdu_report r = {
		.mr = mr, .status = status, .scts = time(NULL), .discharge = time(NULL)};
	uint8_t tpdu[TPDU_MAX];
	unsigned id;

	memcpy(r.to, s->to, sizeof(r.to));
	id = net_deliver(m, tpdu, tpdu_put_report(tpdu, &r));
	feed_emit(m->net->feed, "report", "%s %u %u %s 0x%02x", m->name, id, mr, s->to, status);
}

static void accept_submit(struct modem *m, const struct tpdu_submit *s)
{
	struct net_line *line = m->line;
	struct modem *to = net_find(m->net, s->to);
	char hex[2 * TPDU_MAX + 1];
	uint8_t mr = line->next_mr++, status;

	hex_encode(hex, line->sent, line->sent_len);
	line->figures.submitted++;
	feed_emit(m->net->feed, "sent", "%s %u %s %s", m->name, mr, s->to, hex);
	if (!line->orphaned)
		at_sent(m, 0, mr);
	if (to != NULL)
		status = to_modem(to, m, s);
	else
		status = phone_receive(m, s, line->sent, line->sent_len);
	if (s->report_asked)
		send_report(m, s, mr, status);
}

static void refuse_submit(struct modem *m, unsigned cms)
{
	m->line->figures.refused++;
	feed_emit(m->net->feed, "refused", "%s %u", m->name, cms);
	if (!m->line->orphaned)
		at_sent(m, cms, 0);
}

static void on_submit(evutil_socket_t fd, short what, void *arg)
{
	struct net_line *line = arg;
	struct modem *m = line->m;
	struct tpdu_submit s;
	struct fault f;

	(void)fd;
	(void)what;
	line->figures.sending = false;
	line->figures.send_air_us += (int64_t)m->conf.air_ms * 1000;
	if (tpdu_get_submit(&s, line->sent, line->sent_len, NULL) < 0)
		refuse_submit(m, 304); /* invalid PDU mode parameter */
	else if (fault_strikes(m, FAULT_REFUSE, "", &f))
		refuse_submit(m, f.n);
	else if (!line->registered)
		refuse_submit(m, 331); /* no network service */
	else
		accept_submit(m, &s);
	line->orphaned = false;
}

void net_submit(struct modem *m, const uint8_t *tpdu, size_t len)
{
	struct net_line *line = m->line;

	if (line->figures.sending) /* an orphan is still in the air */
		on_submit(-1, 0, line);
	line->sent_len = len > sizeof(line->sent) ? sizeof(line->sent) : len;
	memcpy(line->sent, tpdu, line->sent_len);
	line->figures.sending = true;
	line->orphaned = false;
	after_ms(line->submit, m->conf.air_ms);
}

void net_orphan_submit(struct modem *m)
{
	m->line->orphaned = m->line->figures.sending;
}

/* --- registration ---------------------------------------------------------------------------- */

static void on_registered(evutil_socket_t fd, short what, void *arg)
{
	struct net_line *line = arg;

	(void)fd;
	(void)what;
	if (!modem_on_air(line->m) || !modem_sim_ready(line->m))
		return;
	line->registered = true;
	feed_emit(line->m->net->feed, "registered", "%s", line->m->name);
	at_reg_changed(line->m);
	net_line_kick(line->m);
}

void net_line_changed(struct modem *m)
{
	struct net_line *line = m->line;
	bool can =
		m->port != NULL && port_tty(m->port) != NULL && m->radio == 1 && modem_sim_ready(m);
	struct fault f;

	if (!can) {
		event_del(line->reg);
		if (line->registered) {
			line->registered = false;
			at_reg_changed(m);
		}
		return;
	}
	if (fault_strikes(m, FAULT_NO_NETWORK, "", &f)) {
		line->registered = false;
		at_reg_changed(m);
		event_del(line->reg);
		after_ms(line->reg, f.ms ? f.ms : 10000);
	} else if (!line->registered && !event_pending(line->reg, EV_TIMEOUT, NULL)) {
		if (m->conf.reg_ms == 0)
			on_registered(-1, 0, line);
		else
			after_ms(line->reg, m->conf.reg_ms);
	}
	net_line_kick(m);
}

bool net_registered(const struct modem *m)
{
	return m->line->registered;
}

struct net_line *net_line_new(struct modem *m)
{
	struct net_line *line = xcalloc(1, sizeof(*line));

	line->m = m;
	STAILQ_INIT(&line->queue);
	line->deliver = evtimer_new(m->net->base, on_deliver, line);
	line->submit = evtimer_new(m->net->base, on_submit, line);
	line->reg = evtimer_new(m->net->base, on_registered, line);
	return line;
}

void net_line_free(struct net_line *line)
{
	net_line_flush(line->m);
	event_free(line->deliver);
	event_free(line->submit);
	event_free(line->reg);
	free(line);
}

struct net_figures net_line_figures(const struct modem *m)
{
	return m->line->figures;
}

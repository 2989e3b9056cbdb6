/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_call.c: calls and USSD from the modem's side (3GPP 27.007 §6, §7).
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/at.h"
#include "sim/call.h"
#include "sim/network.h"
#include "sim/tpdu.h"
#include "sim/ussd.h"

struct call {
	struct modem *m;
	enum { NO_CALL, RINGING, TALKING } state;
	char from[TPDU_NUMBER_MAX];
	unsigned rings_left, gap_ms;
	struct event *timer;
};

static int toa(const char *number)
{
	return number[0] == '+' ? 145 : 129;
}

static void over(struct call *c, const char *how)
{
	c->state = NO_CALL;
	event_del(c->timer);
	feed_emit(c->m->net->feed, "call", "%s %s %s", c->m->name, c->from, how);
}

/* One ring, or the end of the caller's patience. */
static void on_ring(evutil_socket_t fd, short what, void *arg)
{
	struct call *c = arg;
	const struct at_settings *set = at_settings(c->m);
	struct timeval tv = {c->gap_ms / 1000, (c->gap_ms % 1000) * 1000};
	bool withheld = strcmp(c->from, "-") == 0;

	(void)fd;
	(void)what;
	if (c->rings_left == 0) {
		over(c, "gave-up");
		at_urc(c->m, "NO CARRIER");
		return;
	}
	c->rings_left--;
	at_urc(c->m, "%s", set->crc ? "+CRING: VOICE" : "RING");
	if (set->clip && withheld)
		at_urc(c->m, "+CLIP: \"\",128,,,,1");
	else if (set->clip)
		at_urc(c->m, "+CLIP: \"%s\",%d,,,,0", c->from, toa(c->from));
	event_add(c->timer, &tv);
}

int call_ring(struct modem *m, const char *from, unsigned rings, unsigned gap_ms, struct err *e)
{
	struct call *c = m->call;

	if (c->state != NO_CALL)
		return err_set(e, "%s is engaged", m->name);
	if (!net_registered(m) || !modem_on_air(m))
		return err_set(e, "%s is out of reach", m->name);
	snprintf(c->from, sizeof(c->from), "%s", from);
	c->state = RINGING;
	c->rings_left = rings;
	c->gap_ms = gap_ms;
	feed_emit(m->net->feed, "call", "%s %s rings", m->name, c->from);
	on_ring(-1, 0, c);
	return 0;
}

int call_hang_up(struct modem *m)
{
	if (m->call->state == NO_CALL)
		return -1;
	over(m->call, "gave-up");
	at_urc(m, "NO CARRIER");
	return 0;
}

bool call_active(const struct modem *m)
{
	return m->call->state != NO_CALL;
}

void call_drop(struct modem *m)
{
	if (m->call->state != NO_CALL)
		over(m->call, "dropped");
}

struct call *call_new(struct modem *m)
{
	struct call *c = xcalloc(1, sizeof(*c));

	c->m = m;
	c->timer = evtimer_new(m->net->base, on_ring, c);
	return c;
}

void call_free(struct call *c)
{
	event_free(c->timer);
	free(c);
}

/* --- commands -------------------------------------------------------------------------------- */

static int hang_up(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form != AT_TEST && m->call->state != NO_CALL)
		over(m->call, m->call->state == RINGING ? "rejected" : "ended");
	return AT_OK;
}

static int answer(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	(void)args;
	if (m->call->state != RINGING)
		return AT_ERROR;
	event_del(m->call->timer);
	m->call->state = TALKING;
	feed_emit(m->net->feed, "call", "%s %s answered", m->name, m->call->from);
	return AT_OK;
}

/* The network of this simulator takes no calls from modems. */
static int dial(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	feed_emit(m->net->feed, "call", "%s %.*s dialled", m->name, (int)strcspn(args, ";"), args);
	at_info(m, "NO CARRIER");
	return AT_ERROR;
}

static int clcc(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_EXEC && m->call->state != NO_CALL)
		at_info(m, "+CLCC: 1,1,%d,0,0,\"%s\",%d", m->call->state == RINGING ? 4 : 0,
			m->call->from, toa(m->call->from));
	return AT_OK;
}

static int on_off(struct modem *m, enum at_form form, char *args, const char *name, unsigned *v)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);

	if (form == AT_TEST)
		at_info(m, "%s: (0,1)", name);
	else if (form == AT_READ)
		at_info(m, "%s: %u", name, *v);
	else if (n < 0 || n > 1)
		return AT_CME(50);
	else
		*v = (unsigned)n;
	return AT_OK;
}

static int clip(struct modem *m, enum at_form form, char *args)
{
	if (form == AT_READ) {
		at_info(m, "+CLIP: %u,1", at_settings(m)->clip);
		return AT_OK;
	}
	return on_off(m, form, args, "+CLIP", &at_settings(m)->clip);
}

static int crc(struct modem *m, enum at_form form, char *args)
{
	return on_off(m, form, args, "+CRC", &at_settings(m)->crc);
}

static int ccwa(struct modem *m, enum at_form form, char *args)
{
	return on_off(m, form, args, "+CCWA", &at_settings(m)->ccwa);
}

static int colp(struct modem *m, enum at_form form, char *args)
{
	(void)m;
	(void)args;
	return form == AT_SET || form == AT_TEST ? AT_OK : AT_ERROR;
}

static int cusd(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct buf text = BUF_INIT;
	long n = at_number(&a, 0, 0);

	if (form == AT_TEST)
		at_info(m, "+CUSD: (0-2)");
	if (form == AT_READ)
		at_info(m, "+CUSD: %u", at_settings(m)->cusd);
	if (form == AT_TEST || form == AT_READ)
		return AT_OK;
	if (n < 0 || n > 2)
		return AT_CME(50);
	if (n == 2) {
		ussd_end(m);
		return AT_OK;
	}
	if (a.n > 1 && a.v[1][0] != '\0') {
		if (!net_registered(m))
			return AT_CME(30); /* no network service */
		if (at_from_charset(m, &text, a.v[1]) < 0) {
			buf_free(&text);
			return AT_CME(50);
		}
		ussd_dial(m, text.data);
		buf_free(&text);
	}
	at_settings(m)->cusd = (unsigned)n;
	return AT_OK;
}

const struct at_command at_call_commands[] = {
	{"A", AT_SIM, answer},
	{"D", AT_SIM, dial},
	{"H", AT_ALWAYS, hang_up},
	{"+CHUP", AT_ALWAYS, hang_up},
	{"+CLCC", AT_SIM, clcc},
	{"+CLIP", AT_SIM, clip},
	{"+CLIR", AT_SIM, colp},
	{"+COLP", AT_SIM, colp},
	{"+CRC", AT_SIM, crc},
	{"+CCWA", AT_SIM, ccwa},
	{"+CUSD", AT_SIM, cusd},
	{NULL, AT_ALWAYS, NULL},
};

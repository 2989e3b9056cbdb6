/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem.c: a modem's life: plugged, powered, frozen, thawed, pulled out.
 */
#include "sim/modem.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/at.h"
#include "sim/at_engine.h"
#include "sim/at_sms.h"
#include "sim/call.h"
#include "sim/network.h"
#include "sim/ussd.h"

static void on_input(void *arg, const uint8_t *data, size_t len)
{
	at_input(arg, data, len);
}

static void on_opened(void *arg, bool open)
{
	struct modem *m = arg;

	feed_emit(m->net->feed, "port", "%s %s %s", m->name, open ? "opened" : "closed",
		port_tty(m->port) ? port_tty(m->port) : "-");
	if (!open)
		at_closed(m);
	if (m->frozen != FROZEN_TILL_REOPEN)
		return;
	if (!open)
		m->wait_reopen = true;
	else if (m->wait_reopen)
		modem_reset(m);
}

static const struct port_ops ops = {on_input, on_opened};

static void on_replug(evutil_socket_t fd, short what, void *arg)
{
	struct modem *m = arg;
	struct err e;

	(void)fd;
	(void)what;
	if (modem_plug(m, &e) < 0)
		feed_emit(m->net->feed, "port", "%s failed %s", m->name, e.msg);
}

/* Everything that volatile memory held is gone. */
static void power_on(struct modem *m)
{
	m->radio = 1;
	m->pin_given = false;
	call_drop(m);
	ussd_end(m);
	at_reset(m);
}

void modem_reset(struct modem *m)
{
	m->frozen = MODEM_RUNS;
	m->wait_reopen = false;
	port_discard_input(m->port);
	power_on(m);
	port_pause(m->port, false);
	feed_emit(m->net->feed, "reset", "%s", m->name);
	m->radio = 0; /* the registration is lost, then sought anew */
	net_line_changed(m);
	m->radio = 1;
	net_line_changed(m);
}

void modem_unplug(struct modem *m, int back_ms)
{
	struct timeval tv = {back_ms / 1000, (back_ms % 1000) * 1000};

	if (port_tty(m->port) != NULL)
		feed_emit(m->net->feed, "unplugged", "%s %s", m->name, port_tty(m->port));
	m->frozen = MODEM_RUNS;
	m->wait_reopen = false;
	port_pause(m->port, false);
	port_unplug(m->port);
	power_on(m);
	net_line_changed(m);
	event_del(m->replug);
	if (back_ms >= 0)
		event_add(m->replug, &tv);
}

int modem_plug(struct modem *m, struct err *e)
{
	event_del(m->replug);
	if (port_tty(m->port) != NULL)
		return 0;
	if (port_plug(m->port, e) < 0)
		return -1;
	feed_emit(m->net->feed, "plugged", "%s %s", m->name, port_tty(m->port));
	net_line_changed(m);
	return 0;
}

void modem_freeze(struct modem *m, enum modem_frozen until)
{
	m->frozen = until;
	m->wait_reopen = false;
	port_pause(m->port, true);
	feed_emit(m->net->feed, "frozen", "%s", m->name);
}

void modem_thaw(struct modem *m)
{
	if (m->frozen == MODEM_RUNS)
		return;
	m->frozen = MODEM_RUNS;
	feed_emit(m->net->feed, "thawed", "%s", m->name);
	at_thawed(m->at);
	port_pause(m->port, false);
	net_line_kick(m);
}

bool modem_sim_ready(const struct modem *m)
{
	return strcmp(m->conf.sim, "present") == 0 && m->pin_tries > 0 &&
	       (m->conf.pin[0] == '\0' || m->pin_given);
}

bool modem_on_air(const struct modem *m)
{
	return port_tty(m->port) != NULL && m->frozen == MODEM_RUNS && m->radio == 1;
}

struct store *modem_store(struct modem *m, const char *name)
{
	struct store *const all[] = {m->sm, m->me, m->sr};
	unsigned i;

	for (i = 0; i < 3; i++)
		if (strcmp(store_name(all[i]), name) == 0 && strstr(m->conf.memory, name) != NULL)
			return all[i];
	return NULL;
}

int modem_set(struct modem *m, const char *opts, struct err *e)
{
	if (modem_conf_parse(&m->conf, opts, e) < 0)
		return -1;
	store_resize(m->sm, m->conf.size);
	store_resize(m->me, m->conf.me_size);
	store_resize(m->sr, m->conf.sr_size);
	net_line_changed(m);
	return 0;
}

static unsigned count_modems(const struct net *net)
{
	const struct modem *m;
	unsigned n = 0;

	TAILQ_FOREACH(m, &net->modems, entry)
	n++;
	return n;
}

static bool good_name(const char *name)
{
	return *name != '\0' && *name != '-' && *name != '.' && strlen(name) < MODEM_NAME_MAX &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
		       strlen(name);
}

struct modem *modem_new(
	struct net *net, const char *dir, const char *name, const char *opts, struct err *e)
{
	struct modem *m;
	char *link;

	if (!good_name(name) || strcmp(name, "control") == 0) {
		err_set(e, "%s: a modem's name has letters, digits, - and _", name);
		return NULL;
	}
	if (net_find(net, name) != NULL) {
		err_set(e, "%s: there is a modem of this name already", name);
		return NULL;
	}
	m = xcalloc(1, sizeof(*m));
	snprintf(m->name, sizeof(m->name), "%s", name);
	m->net = net;
	modem_conf_default(&m->conf, count_modems(net));
	m->sm = store_new("SM", 0);
	m->me = store_new("ME", 0);
	m->sr = store_new("SR", 0);
	TAILQ_INIT(&m->faults);
	m->pin_tries = 3;
	if (asprintf(&link, "%s/%s", dir, name) < 0)
		abort();
	m->port = port_new(net->base, link, &ops, m);
	free(link);
	m->line = net_line_new(m);
	m->sms = sms_new(m);
	m->ussd = ussd_new(m);
	m->call = call_new(m);
	m->at = at_new(m);
	m->replug = evtimer_new(net->base, on_replug, m);
	TAILQ_INSERT_TAIL(&net->modems, m, entry);
	if (modem_set(m, opts ? opts : "signal=20", e) < 0) {
		modem_free(m);
		return NULL;
	}
	power_on(m);
	if (modem_plug(m, e) < 0) {
		modem_free(m);
		return NULL;
	}
	return m;
}

void modem_free(struct modem *m)
{
	TAILQ_REMOVE(&m->net->modems, m, entry);
	fault_clear(m, NULL);
	event_free(m->replug);
	port_free(m->port);
	at_free(m->at);
	call_free(m->call);
	ussd_free(m->ussd);
	sms_free(m->sms);
	net_line_free(m->line);
	store_free(m->sm);
	store_free(m->me);
	store_free(m->sr);
	free(m);
}

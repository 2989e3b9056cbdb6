/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ussd.c: scripted USSD sessions.
 */
#include "sim/ussd.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/alphabet.h"
#include "sim/at.h"
#include "sim/network.h"

enum { DCS_GSM7 = 15, DCS_UCS2 = 72, PATH_MAX_OCTETS = 512 };

struct answer {
	LIST_ENTRY(answer) entry;
	char *path, *text;
	unsigned status;
};

struct ussd {
	struct modem *m;
	LIST_HEAD(, answer) answers;
	char session[PATH_MAX_OCTETS]; /* path so far, "" outside a session */
	struct event *reply;
};

/* A text the GSM alphabet can say comes in the TE's charset, another as UCS-2 in hex. */
static void say(struct modem *m, unsigned status, const char *text)
{
	struct buf plain = BUF_INIT, shown = BUF_INIT;
	size_t i;

	if (at_settings(m)->cusd != 1)
		return;
	if (text == NULL || *text == '\0') {
		at_urc(m, "+CUSD: %u", status);
		return;
	}
	buf_put(&shown, "", 0);
	if (gsm7_from_utf8(&plain, text) == 0) {
		at_to_charset(m, &shown, text);
		at_urc(m, "+CUSD: %u,\"%s\",%d", status, shown.data, DCS_GSM7);
	} else if (ucs2_from_utf8(&plain, text) == 0) {
		for (i = 0; i < plain.len; i++)
			buf_printf(&shown, "%02X", (unsigned char)plain.data[i]);
		at_urc(m, "+CUSD: %u,\"%s\",%d", status, shown.data, DCS_UCS2);
	}
	buf_free(&plain);
	buf_free(&shown);
}

static const struct answer *find(const struct ussd *u, const char *path)
{
	const struct answer *a;

	LIST_FOREACH(a, &u->answers, entry)
	if (strcmp(a->path, path) == 0)
		return a;
	return NULL;
}

static void on_reply(evutil_socket_t fd, short what, void *arg)
{
	struct ussd *u = arg;
	const struct answer *a = find(u, u->session);
	unsigned status = a ? a->status : 4;

	(void)fd;
	(void)what;
	if (status != 1)
		u->session[0] = '\0';
	say(u->m, status, a ? a->text : NULL);
}

void ussd_dial(struct modem *m, const char *text)
{
	struct ussd *u = m->ussd;
	struct timeval tv = {m->conf.ussd_ms / 1000, (m->conf.ussd_ms % 1000) * 1000};
	struct buf shown = BUF_INIT;
	size_t len = strlen(u->session);

	snprintf(u->session + len, sizeof(u->session) - len, "%s%s", len ? "/" : "", text);
	feed_escape(&shown, u->session);
	feed_emit(m->net->feed, "ussd", "%s %s", m->name, shown.data ? shown.data : "");
	buf_free(&shown);
	event_add(u->reply, &tv);
}

void ussd_push(struct modem *m, unsigned status, const char *text)
{
	snprintf(m->ussd->session, sizeof(m->ussd->session), "%s", status == 1 ? "push" : "");
	say(m, status, text);
}

void ussd_end(struct modem *m)
{
	event_del(m->ussd->reply);
	m->ussd->session[0] = '\0';
}

void ussd_clear(struct modem *m)
{
	struct answer *a;

	while ((a = LIST_FIRST(&m->ussd->answers)) != NULL) {
		LIST_REMOVE(a, entry);
		free(a->path);
		free(a->text);
		free(a);
	}
}

void ussd_script(struct modem *m, const char *path, unsigned status, const char *text)
{
	struct answer *a = xcalloc(1, sizeof(*a));

	a->path = xstrdup(path);
	a->text = xstrdup(text);
	a->status = status;
	LIST_INSERT_HEAD(&m->ussd->answers, a, entry);
}

struct ussd *ussd_new(struct modem *m)
{
	struct ussd *u = xcalloc(1, sizeof(*u));

	u->m = m;
	LIST_INIT(&u->answers);
	u->reply = evtimer_new(m->net->base, on_reply, u);
	return u;
}

void ussd_free(struct ussd *u)
{
	ussd_clear(u->m);
	event_free(u->reply);
	free(u);
}

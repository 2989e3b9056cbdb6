/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_answer.c: how a modem answers, and all the ways in which its answer goes wrong.
 */
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/at_engine.h"
#include "sim/network.h"

/* The answer is over: the next command may come, and what was held back is said. */
static void ready(struct at *at)
{
	at->state = AT_COMMAND;
	at_say_held(at);
}

static void say_unsaid(struct at *at)
{
	struct buf rest = at->unsaid;

	at->unsaid = (struct buf)BUF_INIT;
	port_write(at->m->port, rest.data, rest.len);
	buf_free(&rest);
	ready(at);
}

static void on_late(evutil_socket_t fd, short what, void *arg)
{
	struct at *at = arg;

	(void)fd;
	(void)what;
	if (at->m->frozen == MODEM_RUNS && at->unsaid.len > 0) {
		say_unsaid(at);
		at_resume(at);
	}
}

/* Where the first line of the answer ends, or where the final result begins when it is all. */
static size_t after_first_line(const struct buf *answer, size_t info_len)
{
	const char *end = info_len > 2 ? strstr(answer->data + 2, "\r\n") : NULL;

	return end == NULL ? 0 : (size_t)(end - answer->data) + 2;
}

static void put_inside(struct buf *answer, size_t at, const char *data, size_t len)
{
	struct buf made = BUF_INIT;

	buf_put(&made, answer->data, at);
	buf_put(&made, data, len);
	buf_put(&made, answer->data + at, answer->len - at);
	buf_free(answer);
	*answer = made;
}

/* Unsolicited lines and garbage: around the answer or in it. */
static void add_noise(struct at *at, struct buf *answer, size_t info_len)
{
	struct buf line = BUF_INIT;
	struct fault f;

	if (fault_strikes(at->m, FAULT_URC, at->command, &f)) {
		size_t where = after_first_line(answer, info_len);

		buf_printf(&line, "\r\n%s\r\n", f.text);
		if (strcmp(f.place, "before") == 0)
			where = 0;
		else if (strcmp(f.place, "after") == 0)
			where = answer->len;
		put_inside(answer, where, line.data, line.len);
	}
	buf_clear(&line);
	if (fault_strikes(at->m, FAULT_GARBAGE, at->command, &f)) {
		unsigned i, seed = 12345;

		for (i = 0; f.text[0] == '\0' && i < f.n; i++) {
			seed = seed * 1103515245 + 12345;
			buf_putc(&line, (char)(seed >> 16 | 1));
		}
		buf_puts(&line, f.text);
		put_inside(answer, 0, line.data, line.len);
	}
	buf_free(&line);
}

/* Says `cut` octets now and keeps the rest. */
static void say_part(struct at *at, struct buf *answer, size_t cut)
{
	port_write(at->m->port, answer->data, cut);
	buf_put(&at->unsaid, answer->data + cut, answer->len - cut);
}

static bool stop_inside(struct at *at, struct buf *answer)
{
	struct fault f;

	if (fault_strikes(at->m, FAULT_FREEZE, at->command, &f)) {
		say_part(at, answer, answer->len / 2);
		modem_freeze(at->m, f.until);
		return true;
	}
	if (fault_strikes(at->m, FAULT_UNPLUG, at->command, &f)) {
		port_write(at->m->port, answer->data, answer->len / 2);
		at->state = AT_COMMAND;
		modem_unplug(at->m, f.ms ? (int)f.ms : -1);
		return true;
	}
	return false;
}

static void drop_reference(struct buf *answer)
{
	char *at = strstr(answer->data, "+CMGS: ");
	char *end = at ? strstr(at, "\r\n") : NULL;

	if (end != NULL) {
		memmove(at + 6, end, strlen(end) + 1);
		answer->len = strlen(answer->data);
	}
}

void at_answer(struct at *at, const char *final)
{
	struct buf answer = at->info;
	size_t info_len = answer.len;
	struct fault f;

	at->info = (struct buf)BUF_INIT;
	buf_printf(&answer, "\r\n%s\r\n", final);
	at->state = AT_BUSY;
	if (at->m->frozen != MODEM_RUNS) {
		buf_put(&at->unsaid, answer.data, answer.len);
		buf_free(&answer);
		return;
	}
	if (fault_strikes(at->m, FAULT_NO_REF, at->command, &f))
		drop_reference(&answer);
	add_noise(at, &answer, info_len);
	if (stop_inside(at, &answer)) {
		buf_free(&answer);
		return;
	}
	if (fault_strikes(at->m, FAULT_LATE, at->command, &f)) {
		struct timeval tv = {f.ms / 1000, (f.ms % 1000) * 1000};

		say_part(at, &answer, answer.len - strlen(final) - 4);
		event_add(at->late, &tv);
		buf_free(&answer);
		return;
	}
	if (fault_strikes(at->m, FAULT_LOST_FINAL, at->command, &f))
		answer.len -= strlen(final) + 4;
	if (fault_strikes(at->m, FAULT_CUT, at->command, &f) && f.n < answer.len)
		answer.len = f.n;
	port_write(at->m->port, answer.data, answer.len);
	buf_free(&answer);
	ready(at);
}

void at_thawed(struct at *at)
{
	if (at->unsaid.len > 0)
		say_unsaid(at);
	else if (at->state == AT_COMMAND)
		at_say_held(at);
	at_resume(at);
}

struct at *at_new(struct modem *m)
{
	struct at *at = xcalloc(1, sizeof(*at));

	at->m = m;
	at->late = evtimer_new(m->net->base, on_late, at);
	return at;
}

static void forget_all(struct at *at)
{
	event_del(at->late);
	buf_free(&at->echo);
	buf_free(&at->info);
	buf_free(&at->held);
	buf_free(&at->typed);
	buf_free(&at->unsaid);
}

void at_free(struct at *at)
{
	forget_all(at);
	event_free(at->late);
	free(at);
}

void at_profile(struct modem *m)
{
	struct at_settings *set = &m->at->set;
	unsigned i;

	snprintf(set->cscs, sizeof(set->cscs), "%.*s", (int)strcspn(m->conf.charsets, " "),
		m->conf.charsets);
	for (i = 0; i < 3; i++)
		snprintf(set->mem[i], sizeof(set->mem[i]), "%.2s", m->conf.memory);
}

void at_reset(struct modem *m)
{
	struct at *at = m->at;

	forget_all(at);
	at_send_cancel(m);
	net_orphan_submit(m);
	at->state = AT_COMMAND;
	at->len = 0;
	at->overlong = false;
	at->set = (struct at_settings){.echo = true};
	at_profile(m);
}

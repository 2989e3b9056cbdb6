/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at.c: the interpreter: octets to command lines, lines to commands, input at the prompt.
 * What goes back is at_answer.c's.
 */
#include "sim/at.h"

#include <ctype.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/alphabet.h"
#include "sim/at_engine.h"
#include "sim/network.h"

enum { CTRL_Z = 0x1a, ESC = 0x1b, BACKSPACE = 0x08 };

static const struct at_command *const tables[] = {
	at_basic_commands, at_net_commands, at_sms_commands, at_call_commands};

static void say(struct at *at, const char *data, size_t len)
{
	port_write(at->m->port, data, len);
}

/* --- running a line -------------------------------------------------------------------------- */

/* "+CMGL=4" is its name and a form; "E1" and "&F0" are a name and a number. */
static size_t name_length(const char *s)
{
	if (isalpha((unsigned char)s[0]))
		return 1;
	if (s[0] == '&' && s[1] != '\0')
		return 2;
	return strcspn(s, "=?;");
}

static const struct at_command *find(const char *name, size_t len)
{
	const struct at_command *c;
	size_t i;

	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (c = tables[i]; c->name != NULL; c++)
			if (strlen(c->name) == len && strncasecmp(c->name, name, len) == 0)
				return c;
	return NULL;
}

static int lacks(struct modem *m, enum at_needs needs)
{
	unsigned cme, cms;

	if (needs == AT_ALWAYS || modem_sim_ready(m))
		return AT_OK;
	if (strcmp(m->conf.sim, "present") != 0)
		cme = 10, cms = 310;
	else if (m->pin_tries == 0)
		cme = 12, cms = 316;
	else
		cme = 11, cms = 311;
	return needs == AT_SIM ? AT_CME(cme) : AT_CMS(cms);
}

/* The end of one command of a line: a ';' outside quotes, or the end. */
static char *command_end(char *s)
{
	bool quoted = false;

	for (; *s != '\0' && (quoted || *s != ';'); s++)
		if (*s == '"')
			quoted = !quoted;
	return s;
}

/* Runs the command at `*s` and moves behind it. */
static int run_one(struct at *at, char **s)
{
	size_t len = name_length(*s);
	const struct at_command *c = find(*s, len);
	char *args = *s + len, *end;
	enum at_form form = AT_SET;
	int rc;

	if (c == NULL)
		return AT_ERROR;
	rc = lacks(at->m, c->needs);
	if (isalpha((unsigned char)**s) || **s == '&') {
		end = args + strspn(args, "0123456789");
		if (*c->name == 'D' || *c->name == 'S')
			end = args + strlen(args);
	} else {
		end = command_end(args);
		if (strncmp(args, "=?", 2) == 0)
			form = AT_TEST;
		else if (*args == '?')
			form = AT_READ;
		else if (*args == '=')
			args++;
		else
			form = AT_EXEC;
	}
	*s = *end == ';' ? end + 1 : end;
	if (rc == AT_OK) {
		char *own = strndup(args, (size_t)(end - args));

		rc = c->run(at->m, form, own);
		free(own);
	}
	return rc;
}

/* Faults that replace a command's work. True when the line is dealt with. */
static bool struck(struct at *at)
{
	struct fault f;

	if (fault_strikes(at->m, FAULT_MUTE, at->command, &f))
		return true;
	if (fault_strikes(at->m, FAULT_ERROR, at->command, &f))
		at_finish(at->m, AT_ERROR);
	else if (fault_strikes(at->m, FAULT_CME, at->command, &f))
		at_finish(at->m, AT_CME((int)f.n));
	else if (fault_strikes(at->m, FAULT_CMS, at->command, &f))
		at_finish(at->m, AT_CMS((int)f.n));
	else
		return false;
	return true;
}

static void run_line(struct at *at)
{
	char *line = at->line, *s;
	int rc = AT_OK;

	while (*line != '\0' && strncasecmp(line, "AT", 2) != 0)
		line++;
	at->len = 0;
	if (*line == '\0' && !at->overlong)
		return;
	snprintf(at->command, sizeof(at->command), "%s", *line ? line + 2 : "");
	at->state = AT_BUSY;
	if (at->overlong) {
		at->overlong = false;
		at_finish(at->m, AT_ERROR);
		return;
	}
	if (struck(at)) {
		if (at->state == AT_BUSY && at->unsaid.len == 0)
			at->state = AT_COMMAND;
		return;
	}
	for (s = line + 2; *s != '\0' && rc == AT_OK;)
		rc = run_one(at, &s);
	if (rc == AT_DATA) {
		struct fault f;

		at->state = AT_COMMAND;
		if (fault_strikes(at->m, FAULT_NO_PROMPT, at->command, &f))
			return;
		at->state = AT_PROMPT;
		say(at, "\r\n> ", 4);
	} else if (rc != AT_PENDING) {
		at_finish(at->m, rc);
	}
}

/* --- octets ---------------------------------------------------------------------------------- */

static void flush_echo(struct at *at)
{
	if (at->set.echo)
		say(at, at->echo.data, at->echo.len);
	buf_clear(&at->echo);
}

/* The line is whole: its echo may be what goes wrong. */
static void echo_line(struct at *at)
{
	const char *body = strncasecmp(at->line, "AT", 2) == 0 ? at->line + 2 : at->line;
	struct fault f;

	if (fault_strikes(at->m, FAULT_ECHO_LOST, body, &f)) {
		buf_clear(&at->echo);
		return;
	}
	if (fault_strikes(at->m, FAULT_ECHO_TWICE, body, &f) && at->set.echo)
		say(at, at->echo.data, at->echo.len);
	flush_echo(at);
}

static void command_octet(struct at *at, char c)
{
	buf_putc(&at->echo, c);
	switch (c) {
	case '\r':
		at->line[at->len] = '\0';
		echo_line(at);
		run_line(at);
		break;
	case '\n':
	case ESC:
	case CTRL_Z:
	case '\0':
		break;
	case BACKSPACE:
		at->len -= at->len > 0;
		break;
	default:
		if (at->len < AT_LINE_MAX)
			at->line[at->len++] = c;
		else
			at->overlong = true;
	}
}

static void prompt_octet(struct at *at, char c)
{
	int rc;

	buf_putc(&at->echo, c);
	if (c == CTRL_Z) {
		flush_echo(at);
		at->line[at->len] = '\0';
		at->len = 0;
		at->state = AT_BUSY;
		rc = at->overlong ? AT_CMS(304) : at_send_data(at->m, at->line);
		at->overlong = false;
		if (rc != AT_PENDING)
			at_finish(at->m, rc);
	} else if (c == ESC) {
		flush_echo(at);
		at->len = 0;
		at_send_cancel(at->m);
		at_finish(at->m, AT_OK);
	} else if (at->len < AT_LINE_MAX) {
		at->line[at->len++] = c;
	} else {
		at->overlong = true;
	}
}

void at_input(struct modem *m, const uint8_t *data, size_t len)
{
	struct at *at = m->at;
	size_t i;

	for (i = 0; i < len; i++) {
		if (at->state == AT_BUSY || m->frozen != MODEM_RUNS) {
			if (at->typed.len < AT_HELD_MAX)
				buf_putc(&at->typed, (char)data[i]);
		} else if (at->state == AT_PROMPT) {
			prompt_octet(at, (char)data[i]);
		} else {
			command_octet(at, (char)data[i]);
		}
	}
	/* A whole line's echo is decided at its end when a fault waits for it. */
	if (at->state != AT_COMMAND ||
		(!fault_armed(m, FAULT_ECHO_LOST, NULL) && !fault_armed(m, FAULT_ECHO_TWICE, NULL)))
		flush_echo(at);
}

void at_resume(struct at *at)
{
	struct buf typed = at->typed;

	if (typed.len == 0 || at->state == AT_BUSY || at->m->frozen != MODEM_RUNS)
		return;
	at->typed = (struct buf)BUF_INIT;
	at_input(at->m, (uint8_t *)typed.data, typed.len);
	buf_free(&typed);
}

/* --- lines to say ---------------------------------------------------------------------------- */

void at_info(struct modem *m, const char *fmt, ...)
{
	char *line = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		abort();
	va_end(ap);
	buf_printf(&m->at->info, "\r\n%s\r\n", line);
	free(line);
}

static void final_words(const struct at *at, int result, char *out, size_t room)
{
	if (result == AT_OK)
		snprintf(out, room, "OK");
	else if (result > AT_CMS(0))
		snprintf(out, room, "+CMS ERROR: %d", result - AT_CMS(0));
	else if (result > AT_CME(0) && result < AT_CMS(0) && at->set.cmee > 0)
		snprintf(out, room, "+CME ERROR: %d", result - AT_CME(0));
	else
		snprintf(out, room, "ERROR");
}

void at_finish(struct modem *m, int result)
{
	struct at *at = m->at;
	char final[40];
	struct buf shown = BUF_INIT;

	final_words(at, result, final, sizeof(final));
	feed_escape(&shown, at->command);
	feed_emit(
		m->net->feed, "at", "%s AT%s -> %s", m->name, shown.data ? shown.data : "", final);
	buf_free(&shown);
	at_answer(at, final);
	if (m->restart) {
		m->restart = false;
		modem_reset(m);
	}
	at_resume(at);
}

void at_say_held(struct at *at)
{
	struct buf held = at->held;

	at->held = (struct buf)BUF_INIT;
	say(at, held.data, held.len);
	buf_free(&held);
}

void at_urc(struct modem *m, const char *fmt, ...)
{
	struct at *at = m->at;
	char *line = NULL;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&line, fmt, ap) < 0)
		abort();
	va_end(ap);
	if (at->held.len < AT_HELD_MAX)
		buf_printf(&at->held, "\r\n%s\r\n", line);
	free(line);
	if (at->state == AT_COMMAND && at->len == 0 && m->frozen == MODEM_RUNS)
		at_say_held(at);
}

/* --- arguments ------------------------------------------------------------------------------- */

struct at_args at_split(char *args)
{
	struct at_args a = {0};
	char *to = args;
	bool quoted = false;

	if (*args == '\0')
		return a;
	a.v[a.n++] = to;
	for (; *args != '\0'; args++) {
		if (*args == '"') {
			quoted = !quoted;
		} else if (*args == ',' && !quoted && a.n < AT_ARGS_MAX) {
			*to++ = '\0';
			a.v[a.n++] = to;
		} else {
			*to++ = *args;
		}
	}
	*to = '\0';
	return a;
}

long at_number(const struct at_args *a, unsigned i, long otherwise)
{
	char *end;
	long n;

	if (i >= a->n || a->v[i][0] == '\0')
		return otherwise;
	n = strtol(a->v[i], &end, 10);
	return *end != '\0' || n < 0 ? -1 : n;
}

static void put_hex(struct buf *out, const uint8_t *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		buf_printf(out, "%02X", data[i]);
}

void at_to_charset(const struct modem *m, struct buf *out, const char *text)
{
	const char *cs = m->at->set.cscs;
	struct buf b = BUF_INIT;

	if (strcmp(cs, "UCS2") == 0) {
		if (ucs2_from_utf8(&b, text) == 0)
			put_hex(out, (uint8_t *)b.data, b.len);
	} else if (strcmp(cs, "IRA") == 0 || strcmp(cs, "UTF-8") == 0) {
		buf_puts(out, text);
	} else if (gsm7_from_utf8(&b, text) == 0) {
		uint8_t packed[256];

		if (strcmp(cs, "HEX") != 0)
			buf_put(out, b.data, b.len);
		else if (strcmp(m->conf.hex, "packed") != 0)
			put_hex(out, (uint8_t *)b.data, b.len);
		else if (b.len <= 250)
			put_hex(out, packed, septets_pack(packed, (uint8_t *)b.data, b.len, 0));
	}
	buf_free(&b);
}

static int get_hex(struct buf *out, const char *hex)
{
	size_t len = strlen(hex), i;
	unsigned octet;

	if (len % 2 != 0 || strspn(hex, "0123456789abcdefABCDEF") != len)
		return -1;
	for (i = 0; i < len; i += 2) {
		sscanf(hex + i, "%2x", &octet);
		buf_putc(out, (char)octet);
	}
	return 0;
}

int at_from_charset(const struct modem *m, struct buf *out, const char *text)
{
	const char *cs = m->at->set.cscs;
	bool hex = strcmp(cs, "HEX") == 0, packed = hex && strcmp(m->conf.hex, "packed") == 0;
	struct buf b = BUF_INIT;
	uint8_t septets[256];
	int rc = 0;

	buf_put(out, "", 0);
	if (strcmp(cs, "UCS2") == 0 || hex) {
		rc = get_hex(&b, text);
		if (rc < 0 || b.len == 0)
			;
		else if (packed)
			gsm7_to_utf8(out, septets,
				septets_unpack(septets, b.len * 8 / 7, (uint8_t *)b.data,
					b.len > 200 ? 200 : b.len, 0));
		else if (hex)
			gsm7_to_utf8(out, (uint8_t *)b.data, b.len);
		else
			ucs2_to_utf8(out, (uint8_t *)b.data, b.len);
	} else if (strcmp(cs, "IRA") == 0 || strcmp(cs, "UTF-8") == 0) {
		buf_puts(out, text);
	} else {
		gsm7_to_utf8(out, (const uint8_t *)text, strlen(text));
	}
	buf_free(&b);
	return rc;
}

void at_time(char out[AT_TIME_MAX], time_t when)
{
	struct tm tm;

	gmtime_r(&when, &tm);
	snprintf(out, AT_TIME_MAX, "%02d/%02d/%02d,%02d:%02d:%02d+00", tm.tm_year % 100,
		tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* --- life ------------------------------------------------------------------------------------ */

bool at_busy(const struct modem *m)
{
	return m->at->state != AT_COMMAND;
}

struct at_settings *at_settings(struct modem *m)
{
	return &m->at->set;
}

void at_closed(struct modem *m)
{
	m->at->len = 0;
	m->at->overlong = false;
	buf_clear(&m->at->echo);
	if (m->at->state == AT_PROMPT) {
		at_send_cancel(m);
		m->at->state = AT_COMMAND;
	}
}

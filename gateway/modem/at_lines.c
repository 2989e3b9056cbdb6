/* SPDX-License-Identifier: GPL-3.0-or-later */
/* at_lines.c: the lists of what is known, and the classification. */
#include "modem/at_lines.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Unsolicited lines that libgammu 1.42 knows and swallows wherever they come. */
static const char *const known[] = {"+CMTI:", "+CDSI:", "+CMT:", "+CDS:", "+CBM:", "+CUSD:",
	"+CLIP:", "+CRING", "RING", "+CCWA:", "+COLP:", "NO CARRIER", "NO ANSWER", NULL};

/* Unsolicited lines that it does not know; none of them is part of a reply that it asks for. */
static const char *const noise[] = {"SMS READY", "SMS DONE", "CALL READY", "PB DONE",
	"+CIEV:", "+CTZV:", "+CTZE:", "*PSUTTZ", "+QIND:", "+QUSIM:", "^NWTIME", "^SIMST", "^HCSQ",
	"^RSSI", "^MODE", "^BOOT", "^SRVST", "^STIN", "^CSNR", "^DSFLOWRPT", "*ECAV", "*EMRDY",
	"+PACSP", "+CFUN:", "+CPIN: READY", "RDY", "DST:", "BUSY", "NORMAL POWER DOWN",
	"UNDER-VOLTAGE", "OVER-VOLTAGE", "+SPN:", "+CGEV:", "+CREG:", "+CGREG:", "+CEREG:", NULL};

static const char *const finals[] = {
	"OK", "ERROR", "+CMS ERROR:", "+CME ERROR:", "COMMAND NOT SUPPORT", NULL};

static bool among(const char *const *list, const char *line)
{
	for (; *list != NULL; list++)
		if (strncasecmp(line, *list, strlen(*list)) == 0)
			return true;
	return false;
}

/* Does the line answer the command by its name? "+CREG: 2,1" after "AT+CREG?". */
static bool is_asked_for(const struct at_lines *a, const char *line)
{
	const char *colon = strchr(line, ':');
	char name[24];
	size_t len;

	if (!a->busy || colon == NULL)
		return false;
	len = (size_t)(colon - line);
	if (len == 0 || len >= sizeof(name))
		return false;
	memcpy(name, line, len);
	name[len] = '\0';
	return strcasestr(a->command, name) != NULL;
}

/* +CUSD is asked for by AT+CUSD and never its reply, but for the query "?". */
static bool is_urc(const struct at_lines *a, const char *line)
{
	if (!among(known, line))
		return false;
	if (strncasecmp(line, "+CUSD:", 6) == 0)
		return strchr(a->command, '?') == NULL;
	return !is_asked_for(a, line);
}

static bool is_final(const char *line)
{
	size_t i;

	for (i = 0; i < 2; i++)
		if (strcmp(line, finals[i]) == 0)
			return true;
	return among(finals + 2, line);
}

/* A quoted text with a line break inside (a USSD menu): goes on in the next line. */
static bool is_open_quote(const char *line)
{
	const char *s;
	int quotes = 0;

	if (strncasecmp(line, "+CUSD:", 6) != 0)
		return false;
	for (s = line; *s != '\0'; s++)
		quotes += *s == '"';
	return quotes % 2 == 1;
}

static enum at_event classify(struct at_lines *a, const char *line)
{
	if (a->body_follows) {
		a->body_follows = false;
		return AT_URC;
	}
	if (a->busy && strcmp(line, a->command) == 0) {
		if (a->echoed)
			return AT_NOISE;
		a->echoed = true;
		return AT_ECHO;
	}
	if (is_urc(a, line)) {
		a->body_follows = strncmp(line, "+CMT:", 5) == 0 ||
				  strncmp(line, "+CDS:", 5) == 0 || strncmp(line, "+CBM:", 5) == 0;
		return AT_URC;
	}
	if (!a->busy || (among(noise, line) && !is_asked_for(a, line)))
		return AT_NOISE;
	if (is_final(line)) {
		a->busy = false;
		a->prompted = false;
		a->body = false;
		return AT_FINAL;
	}
	return AT_LINE;
}

static void end_line(struct at_lines *a, at_lines_fn *fn, void *arg)
{
	enum at_event event;
	struct buf line;

	if (a->too_long) {
		a->too_long = false;
		buf_clear(&a->line);
		fn(arg, AT_NOISE, "");
		return;
	}
	if (a->line.len == 0)
		return;
	if (is_open_quote(a->line.data)) {
		/* One line is what libgammu can read; a blank is in every alphabet. CR LF comes as
		 * two ends and makes one blank. */
		if (a->line.data[a->line.len - 1] != ' ')
			buf_putc(&a->line, ' ');
		return;
	}
	line = a->line;
	a->line = (struct buf)BUF_INIT;
	event = classify(a, line.data);
	fn(arg, event, line.data);
	buf_free(&line);
}

static bool is_prompt(const struct at_lines *a)
{
	return a->busy && !a->prompted && a->line.len == 2 && memcmp(a->line.data, "> ", 2) == 0 &&
	       strncasecmp(a->command, "AT+CMG", 6) == 0;
}

void at_lines_free(struct at_lines *a)
{
	buf_free(&a->line);
	memset(a, 0, sizeof(*a));
}

void at_lines_command(struct at_lines *a, const char *command)
{
	if (strncasecmp(command, "AT", 2) != 0)
		return;
	snprintf(a->command, sizeof(a->command), "%s", command);
	a->busy = true;
	a->echoed = false;
	a->prompted = false;
	a->body = false;
}

void at_lines_body(struct at_lines *a)
{
	a->body = false;
}

void at_lines_feed(struct at_lines *a, const char *octets, size_t len, at_lines_fn *fn, void *arg)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (octets[i] == '\r' || octets[i] == '\n') {
			end_line(a, fn, arg);
			continue;
		}
		if (octets[i] == '\0' || a->too_long)
			continue;
		buf_putc(&a->line, octets[i]);
		if (a->line.len > AT_LINE_MAX)
			a->too_long = true;
		if (is_prompt(a)) {
			buf_clear(&a->line);
			a->prompted = true;
			a->body = true;
			fn(arg, AT_PROMPT, "> ");
		}
	}
}

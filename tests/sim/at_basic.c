/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_basic.c: V.250 basics, identity, character sets, PIN and power (3GPP 27.007 §5, §8).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "sim/at.h"
#include "sim/network.h"

/* A command that is accepted and changes nothing here. */
static int accept(struct modem *m, enum at_form form, char *args)
{
	(void)m;
	(void)form;
	(void)args;
	return AT_OK;
}

static int echo(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	at_settings(m)->echo = atoi(args) != 0;
	return AT_OK;
}

/* ATZ and AT&F: the profile's settings; the radio and the PIN stay. */
static int defaults(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	(void)args;
	*at_settings(m) = (struct at_settings){.echo = true};
	at_profile(m);
	return AT_OK;
}

static int identify(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	(void)args;
	at_info(m, "Manufacturer: %s", m->conf.maker);
	at_info(m, "Model: %s", m->conf.model);
	at_info(m, "Revision: %s", m->conf.revision);
	at_info(m, "IMEI: %s", m->conf.imei);
	return AT_OK;
}

static int tell(struct modem *m, enum at_form form, const char *value)
{
	if (form == AT_EXEC)
		at_info(m, "%s", value);
	return form == AT_EXEC || form == AT_TEST ? AT_OK : AT_ERROR;
}

static int cgmi(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	return tell(m, form, m->conf.maker);
}

static int cgmm(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	return tell(m, form, m->conf.model);
}

static int cgmr(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	return tell(m, form, m->conf.revision);
}

static int cgsn(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	return tell(m, form, m->conf.imei);
}

static int cimi(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	return tell(m, form, m->conf.imsi);
}

static int ccid(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_EXEC || form == AT_READ)
		at_info(m, "+CCID: %s", m->conf.iccid);
	return form == AT_SET ? AT_ERROR : AT_OK;
}

static int iccid(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_EXEC || form == AT_READ)
		at_info(m, "+ICCID: %s", m->conf.iccid);
	return form == AT_SET ? AT_ERROR : AT_OK;
}

static int cmee(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);

	if (form == AT_READ)
		at_info(m, "+CMEE: %u", at_settings(m)->cmee);
	else if (form == AT_TEST)
		at_info(m, "+CMEE: (0-2)");
	else if (n < 0 || n > 2)
		return AT_ERROR;
	else
		at_settings(m)->cmee = (unsigned)n;
	return AT_OK;
}

/* True when `word` is one of the blank-separated words of `list`. */
static bool listed(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *p;

	for (p = list; len > 0 && (p = strstr(p, word)) != NULL; p += len)
		if ((p == list || p[-1] == ' ') && (p[len] == ' ' || p[len] == '\0'))
			return true;
	return false;
}

static int cscs(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct at_settings *set = at_settings(m);
	char list[3 * MODEM_WORD_MAX], *to = list;
	const char *from;

	switch (form) {
	case AT_READ:
		at_info(m, "+CSCS: \"%s\"", set->cscs);
		return AT_OK;
	case AT_TEST:
		for (from = m->conf.charsets; *from != '\0'; from++)
			to += snprintf(to, 4, *from == ' ' ? "\",\"" : "%c", *from);
		*to = '\0';
		at_info(m, "+CSCS: (\"%s\")", list);
		return AT_OK;
	default:
		if (a.n != 1 || strlen(a.v[0]) >= sizeof(set->cscs) ||
			!listed(m->conf.charsets, a.v[0]))
			return AT_CME(4);
		strcpy(set->cscs, a.v[0]);
		return AT_OK;
	}
}

static int cpin(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);

	if (strcmp(m->conf.sim, "present") != 0)
		return AT_CME(10);
	if (form == AT_TEST)
		return AT_OK;
	if (form == AT_READ) {
		at_info(m, "+CPIN: %s",
			modem_sim_ready(m)  ? "READY"
			: m->pin_tries == 0 ? "SIM PUK"
					    : "SIM PIN");
		return AT_OK;
	}
	if (modem_sim_ready(m))
		return AT_CME(3);
	if (m->pin_tries == 0)
		return AT_CME(12);
	if (a.n < 1 || strcmp(a.v[0], m->conf.pin) != 0) {
		m->pin_tries--;
		feed_emit(m->net->feed, "pin", "%s wrong %u", m->name, m->pin_tries);
		return AT_CME(m->pin_tries == 0 ? 12 : 16);
	}
	m->pin_given = true;
	m->pin_tries = 3;
	feed_emit(m->net->feed, "pin", "%s right %u", m->name, m->pin_tries);
	net_line_changed(m);
	return AT_OK;
}

static int cfun(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 1), again = at_number(&a, 1, 0);

	if (form == AT_READ) {
		at_info(m, "+CFUN: %u", m->radio);
		return AT_OK;
	}
	if (form == AT_TEST) {
		at_info(m, "+CFUN: (0,1,4),(0,1)");
		return AT_OK;
	}
	if ((n != 0 && n != 1 && n != 4) || again < 0 || again > 1)
		return AT_CME(50);
	if (again == 1) {
		m->restart = true;
		return AT_OK;
	}
	m->radio = (unsigned)n;
	net_line_changed(m);
	return AT_OK;
}

static int cclk(struct modem *m, enum at_form form, char *args)
{
	char text[AT_TIME_MAX];

	(void)args;
	if (form != AT_READ)
		return AT_OK;
	at_time(text, time(NULL));
	at_info(m, "+CCLK: \"%s\"", text);
	return AT_OK;
}

static int cbc(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_TEST)
		at_info(m, "+CBC: (0-3),(1-100)");
	else if (form == AT_EXEC)
		at_info(m, "+CBC: 1,100"); /* on mains, battery full */
	else
		return AT_ERROR;
	return AT_OK;
}

static int gcap(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_EXEC)
		at_info(m, "+GCAP: +CGSM");
	return AT_OK;
}

/* What only Huawei's modems know. */
static int huawei(struct modem *m, enum at_form form, char *args)
{
	(void)form;
	(void)args;
	return strcasecmp(m->conf.maker, "huawei") == 0 ? AT_OK : AT_ERROR;
}

const struct at_command at_basic_commands[] = {
	{"E", AT_ALWAYS, echo},
	{"V", AT_ALWAYS, accept},
	{"Q", AT_ALWAYS, accept},
	{"X", AT_ALWAYS, accept},
	{"S", AT_ALWAYS, accept},
	{"I", AT_ALWAYS, identify},
	{"Z", AT_ALWAYS, defaults},
	{"&F", AT_ALWAYS, defaults},
	{"&C", AT_ALWAYS, accept},
	{"&D", AT_ALWAYS, accept},
	{"&W", AT_ALWAYS, accept},
	{"+IPR", AT_ALWAYS, accept},
	{"+GCAP", AT_ALWAYS, gcap},
	{"+CGMI", AT_ALWAYS, cgmi},
	{"+GMI", AT_ALWAYS, cgmi},
	{"+CGMM", AT_ALWAYS, cgmm},
	{"+GMM", AT_ALWAYS, cgmm},
	{"+CGMR", AT_ALWAYS, cgmr},
	{"+GMR", AT_ALWAYS, cgmr},
	{"+CGSN", AT_ALWAYS, cgsn},
	{"+GSN", AT_ALWAYS, cgsn},
	{"+CIMI", AT_SIM, cimi},
	{"+CCID", AT_SIM, ccid},
	{"+ICCID", AT_SIM, iccid},
	{"+CMEE", AT_ALWAYS, cmee},
	{"+CSCS", AT_ALWAYS, cscs},
	{"+CPIN", AT_ALWAYS, cpin},
	{"+CFUN", AT_ALWAYS, cfun},
	{"+CCLK", AT_ALWAYS, cclk},
	{"+CBC", AT_ALWAYS, cbc},
	{"^CURC", AT_ALWAYS, huawei},
	{"^PORTSEL", AT_ALWAYS, huawei},
	{NULL, AT_ALWAYS, NULL},
};

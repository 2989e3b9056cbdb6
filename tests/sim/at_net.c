/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_net.c: what a modem tells about the network (3GPP 27.007 §7, §8.5, §10).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/at.h"
#include "sim/network.h"

/* The one cell there is. */
static const char cell[] = "\"1A2B\",\"00C3D4E5\"";

static unsigned reg_stat(const struct modem *m)
{
	if (m->radio != 1)
		return 0;
	if (!net_registered(m))
		return modem_sim_ready(m) ? 2 : 0;
	return m->conf.roaming ? 5 : 1;
}

static int reg(struct modem *m, enum at_form form, char *args, const char *name, unsigned *mode)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);
	unsigned stat = reg_stat(m);

	if (form == AT_TEST) {
		at_info(m, "%s: (0-2)", name);
	} else if (form == AT_READ) {
		if (*mode == 2 && (stat == 1 || stat == 5))
			at_info(m, "%s: %u,%u,%s", name, *mode, stat, cell);
		else
			at_info(m, "%s: %u,%u", name, *mode, stat);
	} else {
		if (n < 0 || n > 2)
			return AT_CME(50);
		*mode = (unsigned)n;
	}
	return AT_OK;
}

static int creg(struct modem *m, enum at_form form, char *args)
{
	return reg(m, form, args, "+CREG", &at_settings(m)->creg);
}

static int cgreg(struct modem *m, enum at_form form, char *args)
{
	return reg(m, form, args, "+CGREG", &at_settings(m)->cgreg);
}

static void reg_urc(struct modem *m, const char *name, unsigned mode)
{
	unsigned stat = reg_stat(m);

	if (mode == 2 && (stat == 1 || stat == 5))
		at_urc(m, "%s: %u,%s", name, stat, cell);
	else if (mode > 0)
		at_urc(m, "%s: %u", name, stat);
}

void at_reg_changed(struct modem *m)
{
	reg_urc(m, "+CREG", at_settings(m)->creg);
	reg_urc(m, "+CGREG", at_settings(m)->cgreg);
}

static int cgatt(struct modem *m, enum at_form form, char *args)
{
	(void)args;
	if (form == AT_READ)
		at_info(m, "+CGATT: %d", net_registered(m));
	else if (form == AT_TEST)
		at_info(m, "+CGATT: (0,1)");
	return AT_OK;
}

static int cops(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct at_settings *set = at_settings(m);
	struct buf name = BUF_INIT;
	long mode = at_number(&a, 0, 0), format = at_number(&a, 1, set->cops_format);

	if (form == AT_SET || form == AT_EXEC) {
		if (mode < 0 || mode > 4 || format < 0 || format > 2)
			return AT_CME(50);
		set->cops_format = (unsigned)format;
		return AT_OK;
	}
	at_to_charset(m, &name, m->conf.operator_name);
	if (form == AT_TEST)
		at_info(m, "+COPS: (2,\"%s\",\"%s\",\"%s\"),,(0-4),(0-2)", name.data, name.data,
			m->conf.plmn);
	else if (!net_registered(m))
		at_info(m, "+COPS: 0");
	else
		at_info(m, "+COPS: 0,%u,\"%s\"", set->cops_format,
			set->cops_format == 2 ? m->conf.plmn : name.data);
	buf_free(&name);
	return AT_OK;
}

static int csq(struct modem *m, enum at_form form, char *args)
{
	bool heard = m->radio == 1;

	(void)args;
	if (form == AT_TEST)
		at_info(m, "+CSQ: (0-31,99),(0-7,99)");
	else if (form == AT_EXEC)
		at_info(m, "+CSQ: %u,%u", heard ? m->conf.signal : 99, heard ? m->conf.ber : 99);
	else
		return AT_ERROR;
	return AT_OK;
}

const struct at_command at_net_commands[] = {
	{"+CREG", AT_ALWAYS, creg},
	{"+CGREG", AT_ALWAYS, cgreg},
	{"+CGATT", AT_SIM, cgatt},
	{"+COPS", AT_SIM, cops},
	{"+CSQ", AT_ALWAYS, csq},
	{NULL, AT_ALWAYS, NULL},
};

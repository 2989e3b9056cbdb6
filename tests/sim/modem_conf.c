/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem_conf.c: the table of a modem's settings, and the reading of "key=value,key=value".
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/feed.h"
#include "sim/modem.h"

struct setting {
	const char *name, *otherwise;
	size_t offset;
	enum { WORD, NUMBER } type;
	unsigned max;       /* NUMBER: largest; WORD: octets */
	const char *choice; /* WORD: characters it is made of, or NULL for any */
};

#define DIGITS    "0123456789"
#define AT(field) offsetof(struct modem_conf, field)

static const struct setting settings[] = {
	{"msisdn", "", AT(msisdn), WORD, 21, "+" DIGITS},
	{"imei", "", AT(imei), WORD, 16, DIGITS},
	{"imsi", "", AT(imsi), WORD, 15, DIGITS},
	{"iccid", "", AT(iccid), WORD, 20, DIGITS},
	{"manufacturer", "SIMULATED", AT(maker), WORD, 40, NULL},
	{"model", "MODEM-SIM", AT(model), WORD, 40, NULL},
	{"revision", "1.0", AT(revision), WORD, 40, NULL},
	{"charsets", "GSM IRA UCS2", AT(charsets), WORD, 40, "GSMIRAUC2HEXTF-8 "},
	{"memory", "SM ME SR", AT(memory), WORD, 8, "SMER "},
	{"hex", "packed", AT(hex), WORD, 6, "packedlin"},
	{"sim", "present", AT(sim), WORD, 7, "presntab"},
	{"pin", "", AT(pin), WORD, 8, DIGITS},
	{"smsc", "+85510000999", AT(smsc), WORD, 21, "+" DIGITS},
	{"operator", "Simulated", AT(operator_name), WORD, 40, NULL},
	{"plmn", "45601", AT(plmn), WORD, 6, DIGITS},
	{"signal", "20", AT(signal), NUMBER, 99, NULL},
	{"ber", "0", AT(ber), NUMBER, 99, NULL},
	{"size", "30", AT(size), NUMBER, STORE_SLOTS_MAX, NULL},
	{"me_size", "50", AT(me_size), NUMBER, STORE_SLOTS_MAX, NULL},
	{"sr_size", "50", AT(sr_size), NUMBER, STORE_SLOTS_MAX, NULL},
	{"index_base", "1", AT(index_base), NUMBER, 1, NULL},
	{"cnmi3", "1", AT(cnmi3), NUMBER, 1, NULL},
	{"reg_ms", "0", AT(reg_ms), NUMBER, 3600000, NULL},
	{"air_ms", "0", AT(air_ms), NUMBER, 3600000, NULL},
	{"ussd_ms", "0", AT(ussd_ms), NUMBER, 3600000, NULL},
	{"roaming", "0", AT(roaming), NUMBER, 1, NULL},
};

enum { N_SETTINGS = sizeof(settings) / sizeof(settings[0]) };

static char *word_of(struct modem_conf *c, const struct setting *s)
{
	return (char *)c + s->offset;
}

static unsigned *number_of(struct modem_conf *c, const struct setting *s)
{
	return (unsigned *)(void *)((char *)c + s->offset);
}

static int set_value(
	struct modem_conf *c, const struct setting *s, const char *value, struct err *e)
{
	char *end;
	unsigned long n;

	if (s->type == NUMBER) {
		n = strtoul(value, &end, 10);
		if (*value < '0' || *value > '9' || *end != '\0' || n > s->max)
			return err_set(
				e, "%s=%s: not a number from 0 to %u", s->name, value, s->max);
		*number_of(c, s) = (unsigned)n;
		return 0;
	}
	if (strlen(value) > s->max)
		return err_set(e, "%s=%s: longer than %u", s->name, value, s->max);
	if (s->choice != NULL && strspn(value, s->choice) != strlen(value))
		return err_set(e, "%s=%s: only of \"%s\"", s->name, value, s->choice);
	if (strpbrk(value, "\r\n\"") != NULL)
		return err_set(e, "%s: no quotes or line ends", s->name);
	snprintf(word_of(c, s), MODEM_WORD_MAX, "%s", value);
	return 0;
}

/* What the table cannot say about single values. */
static int check(const struct modem_conf *c, struct err *e)
{
	const char *p;

	for (p = c->memory;; p += 3) {
		if (strncmp(p, "SM", 2) != 0 && strncmp(p, "ME", 2) != 0 &&
			strncmp(p, "SR", 2) != 0)
			return err_set(e, "memory=%s: a list of SM, ME and SR", c->memory);
		if (p[2] == '\0')
			break;
		if (p[2] != ' ')
			return err_set(e, "memory=%s: a list of SM, ME and SR", c->memory);
	}
	if (strncmp(c->memory, "SR", 2) == 0)
		return err_set(e, "memory=%s: SM or ME must come first", c->memory);
	if (strcmp(c->hex, "packed") != 0 && strcmp(c->hex, "plain") != 0)
		return err_set(e, "hex=%s: packed or plain", c->hex);
	if (strcmp(c->sim, "present") != 0 && strcmp(c->sim, "absent") != 0)
		return err_set(e, "sim=%s: present or absent", c->sim);
	if (c->charsets[0] == '\0' || c->charsets[0] == ' ')
		return err_set(e, "charsets: at least one name");
	return 0;
}

/* "key=value" up to a comma that has no backslash before it; the backslashes go. */
static char *next_pair(char **rest)
{
	char *start = *rest, *from = start, *to = start;

	for (; *from != '\0' && *from != ','; from++) {
		if (*from == '\\' && from[1] == ',')
			from++;
		*to++ = *from;
	}
	*rest = *from == ',' ? from + 1 : NULL;
	*to = '\0';
	return start;
}

int modem_conf_parse(struct modem_conf *conf, const char *opts, struct err *e)
{
	char *copy = xstrdup(opts), *rest = copy;
	struct modem_conf c = *conf;
	int rc = 0;

	while (rc == 0 && rest != NULL) {
		char *key = next_pair(&rest), *value = strchr(key, '=');
		unsigned i;

		if (value != NULL)
			*value++ = '\0';
		for (i = 0; i < N_SETTINGS && strcmp(settings[i].name, key) != 0; i++)
			;
		if (i == N_SETTINGS)
			rc = err_set(e, "%s: no such setting of a modem", key);
		else if (value == NULL)
			rc = err_set(e, "%s: a value must follow, %s=VALUE", key, key);
		else
			rc = set_value(&c, &settings[i], value, e);
	}
	if (rc == 0)
		rc = check(&c, e);
	if (rc == 0)
		*conf = c;
	free(copy);
	return rc;
}

/* The check digit of an IMEI or ICCID (ISO/IEC 7812-1). */
static char luhn(const char *digits)
{
	size_t n = strlen(digits), i;
	unsigned sum = 0;

	for (i = 0; i < n; i++) {
		unsigned v = (unsigned)(digits[n - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);

		sum += v > 9 ? v - 9 : v;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

void modem_conf_default(struct modem_conf *conf, unsigned n)
{
	unsigned i;

	memset(conf, 0, sizeof(*conf));
	for (i = 0; i < N_SETTINGS; i++)
		set_value(conf, &settings[i], settings[i].otherwise, NULL);
	snprintf(conf->msisdn, sizeof(conf->msisdn), "+8551000010%u", n % 1000 + 1);
	snprintf(conf->imei, sizeof(conf->imei), "35680000%06u", n % 1000000 + 1);
	conf->imei[14] = luhn(conf->imei);
	snprintf(conf->imsi, sizeof(conf->imsi), "45601%010u", n + 1);
	snprintf(conf->iccid, sizeof(conf->iccid), "898550100000%06u", n % 1000000 + 1);
	conf->iccid[18] = luhn(conf->iccid);
}

void modem_show(const struct modem *m, void (*line)(void *arg, const char *text), void *arg)
{
	struct modem_conf c = m->conf;
	char text[256];
	unsigned i;

	for (i = 0; i < N_SETTINGS; i++) {
		if (settings[i].type == WORD)
			snprintf(text, sizeof(text), "%s=%s", settings[i].name,
				word_of(&c, &settings[i]));
		else
			snprintf(text, sizeof(text), "%s=%u", settings[i].name,
				*number_of(&c, &settings[i]));
		line(arg, text);
	}
}

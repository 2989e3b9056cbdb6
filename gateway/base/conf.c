/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conf.c: hotline.conf by libconfig. Every option is one row of a table: the table is what is
 * known, so what a file names beyond it is a mistake, told with its line and the nearest option.
 */
#include "base/conf.h"

#include <libconfig.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/proc.h"

enum kind { STRING, NAME, FILE_PATH, NUMBER, BOOL };

struct option {
	const char *group, *key;
	enum kind kind;
	size_t at, room;
	int min, max;
};

#define OPT_S(g, k, f, kind)                                                                       \
	{                                                                                          \
		g, k, kind, offsetof(struct conf, f), sizeof(((struct conf *)0)->f), 0, 0          \
	}
#define OPT_N(g, k, f, lo, hi)                                                                     \
	{                                                                                          \
		g, k, NUMBER, offsetof(struct conf, f), 0, lo, hi                                  \
	}

/* clang-format off */
static const struct option options[] = {
	OPT_S("", "name", name, NAME),
	OPT_S("", "state", state, FILE_PATH),
	OPT_S("", "menus", menus, FILE_PATH),
	OPT_S("", "tree", tree, NAME),
	OPT_S("", "roster", roster, FILE_PATH),
	{"", "debug", BOOL, offsetof(struct conf, debug), 0, 0, 0},
	OPT_S("redis", "socket", redis.socket, FILE_PATH),
	OPT_N("redis", "replicas", redis.replicas, 0, 5),
	OPT_N("modem", "sweep_s", modem.sweep_s, 1, 3600),
	OPT_N("modem", "check_s", modem.check_s, 1, 3600),
	OPT_N("modem", "send_s", modem.send_s, 5, 180),
	OPT_N("modem", "spool_percent", modem.spool_percent, 10, 100),
	OPT_N("core", "session_days", core.session_days, 1, 90),
	OPT_N("core", "claim_idle_s", core.claim_idle_s, 1, 3600),
	OPT_N("core", "tries", core.tries, 2, 100),
	OPT_N("alert", "escalate_s", alert.escalate_s, 1, 86400),
	OPT_N("alert", "rounds", alert.rounds, 1, 100),
};
/* clang-format on */

enum { N_OPTIONS = sizeof(options) / sizeof(options[0]) };

static void copy(char *to, size_t room, const char *from)
{
	snprintf(to, room, "%s", from);
}

void conf_default(struct conf *c)
{
	memset(c, 0, sizeof(*c));
	copy(c->name, sizeof(c->name), "hotline");
	copy(c->state, sizeof(c->state), "/var/lib/hotline");
	copy(c->tree, sizeof(c->tree), "hotline");
	c->modem.sweep_s = 45;
	c->modem.check_s = 45;
	c->modem.send_s = 40;
	c->modem.spool_percent = 80;
	c->core.session_days = 7;
	c->core.claim_idle_s = 15;
	c->core.tries = 5;
	c->alert.escalate_s = 300;
	c->alert.rounds = 3;
	c->n_modems = 2;
	copy(c->modems[0].name, CONF_NAME_MAX, "m1");
	copy(c->modems[0].device, PATH_MAX, "sim/m1");
	copy(c->modems[1].name, CONF_NAME_MAX, "m2");
	copy(c->modems[1].device, PATH_MAX, "sim/m2");
}

/* How many keystrokes apart two words are, capped by their length: for "did you mean". */
static int distance(const char *a, const char *b)
{
	int row[64], i, j, la = (int)strlen(a), lb = (int)strlen(b);

	if (la > 60 || lb > 60)
		return 99;
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			int best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[lb];
}

static int unknown(const char *file, config_setting_t *s, const char *group, struct err *err)
{
	const char *name = config_setting_name(s), *near = NULL;
	int i, best = 3;

	for (i = 0; i < N_OPTIONS; i++) {
		int d;

		if (strcmp(options[i].group, group) != 0)
			continue;
		d = distance(name, options[i].key);
		if (d < best) {
			best = d;
			near = options[i].key;
		}
	}
	return err_set(err, "%s:%d: there is no option \"%s%s%s\"; %s%s%s", file,
		config_setting_source_line(s), group, *group ? "." : "", name,
		near ? "did you mean \"" : "see hotline.conf(5)", near ? near : "",
		near ? "\"?" : "");
}

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n < CONF_NAME_MAX && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789") == n;
}

/* Makes `value` absolute below `base`. */
static int resolve(char *out, const char *base, const char *value)
{
	int n;

	if (value[0] == '/' || value[0] == '\0')
		n = snprintf(out, PATH_MAX, "%s", value);
	else
		n = snprintf(out, PATH_MAX, "%s/%s", base, value);
	return n < PATH_MAX ? 0 : -1;
}

static int take_string(const struct option *o, char *to, const char *base, const char *value,
	const char *at, struct err *err)
{
	if (o->kind == NAME && !is_name(value))
		return err_set(err, "%s: \"%s\" must be 1 to %d of a-z and 0-9", at, o->key,
			CONF_NAME_MAX - 1);
	if (o->kind == FILE_PATH && resolve(to, base, value) < 0)
		return err_set(err, "%s: the path in \"%s\" is too long", at, o->key);
	if (o->kind != FILE_PATH && strlen(value) >= o->room)
		return err_set(
			err, "%s: \"%s\" takes at most %zu characters", at, o->key, o->room - 1);
	if (o->kind != FILE_PATH)
		copy(to, o->room, value);
	return 0;
}

static int take(const struct option *o, struct conf *c, const char *file, const char *base,
	config_setting_t *s, struct err *err)
{
	char *to = (char *)c + o->at, at[PATH_MAX + 16];
	int type = config_setting_type(s), value;

	snprintf(at, sizeof(at), "%s:%d", file, config_setting_source_line(s));
	switch (o->kind) {
	case NUMBER:
		if (type != CONFIG_TYPE_INT)
			return err_set(err, "%s: \"%s\" must be a whole number", at, o->key);
		value = config_setting_get_int(s);
		if (value < o->min || value > o->max)
			return err_set(err, "%s: \"%s\" is %d; it must be between %d and %d", at,
				o->key, value, o->min, o->max);
		memcpy(to, &value, sizeof(value));
		return 0;
	case BOOL:
		if (type != CONFIG_TYPE_BOOL)
			return err_set(err, "%s: \"%s\" must be true or false", at, o->key);
		*(bool *)(void *)to = config_setting_get_bool(s) != 0;
		return 0;
	default:
		if (type != CONFIG_TYPE_STRING)
			return err_set(err, "%s: \"%s\" must be text in double quotes", at, o->key);
		return take_string(o, to, base, config_setting_get_string(s), at, err);
	}
}

static int take_modem(
	struct conf *c, const char *file, const char *base, config_setting_t *s, struct err *err)
{
	struct conf_modem *m = &c->modems[c->n_modems];
	int i, line = config_setting_source_line(s);

	if (c->n_modems == CONF_MODEMS_MAX)
		return err_set(err, "%s:%d: more than %d modems", file, line, CONF_MODEMS_MAX);
	if (config_setting_type(s) != CONFIG_TYPE_GROUP)
		return err_set(
			err, "%s:%d: a modem is { name = \"...\"; device = \"...\"; }", file, line);
	memset(m, 0, sizeof(*m));
	for (i = 0; i < config_setting_length(s); i++) {
		config_setting_t *field = config_setting_get_elem(s, (unsigned int)i);
		const char *key = config_setting_name(field),
			   *value = config_setting_get_string(field);
		int at = config_setting_source_line(field);

		if (value == NULL)
			return err_set(
				err, "%s:%d: \"%s\" must be text in double quotes", file, at, key);
		if (strcmp(key, "name") == 0 && is_name(value))
			copy(m->name, sizeof(m->name), value);
		else if (strcmp(key, "name") == 0)
			return err_set(err, "%s:%d: a modem's name must be 1 to %d of a-z and 0-9",
				file, at, CONF_NAME_MAX - 1);
		else if (strcmp(key, "device") == 0 && strlen(value) < PATH_MAX)
			copy(m->device, sizeof(m->device), value);
		else if (strcmp(key, "pin_file") == 0 && resolve(m->pin_file, base, value) == 0)
			continue;
		else
			return err_set(err,
				"%s:%d: a modem has no \"%s\"; it has name, device and pin_file",
				file, at, key);
	}
	if (m->name[0] == '\0' || m->device[0] == '\0')
		return err_set(err, "%s:%d: a modem needs a name and a device", file, line);
	if (conf_modem_find(c, m->name) != NULL)
		return err_set(err, "%s:%d: there is a modem \"%s\" already", file, line, m->name);
	c->n_modems++;
	return 0;
}

static int take_modems(
	struct conf *c, const char *file, const char *base, config_setting_t *s, struct err *err)
{
	int i;

	if (!config_setting_is_list(s))
		return err_set(err, "%s:%d: modems = ( { ... }, { ... } ); is the form", file,
			config_setting_source_line(s));
	c->n_modems = 0;
	for (i = 0; i < config_setting_length(s); i++)
		if (take_modem(c, file, base, config_setting_get_elem(s, (unsigned int)i), err) < 0)
			return -1;
	return 0;
}

static const struct option *option_find(const char *group, const char *key)
{
	int i;

	for (i = 0; i < N_OPTIONS; i++)
		if (strcmp(options[i].group, group) == 0 && strcmp(options[i].key, key) == 0)
			return &options[i];
	return NULL;
}

static bool is_group(const char *name)
{
	int i;

	for (i = 0; i < N_OPTIONS; i++)
		if (*options[i].group && strcmp(options[i].group, name) == 0)
			return true;
	return false;
}

static int take_group(struct conf *c, const char *file, const char *base, config_setting_t *s,
	const char *group, struct err *err)
{
	int i;

	for (i = 0; i < config_setting_length(s); i++) {
		config_setting_t *elem = config_setting_get_elem(s, (unsigned int)i);
		const char *key = config_setting_name(elem);
		const struct option *o = option_find(group, key);
		int bad;

		if (o != NULL)
			bad = take(o, c, file, base, elem, err);
		else if (*group == '\0' && strcmp(key, "modems") == 0)
			bad = take_modems(c, file, base, elem, err);
		else if (*group == '\0' && is_group(key) && config_setting_is_group(elem))
			bad = take_group(c, file, base, elem, key, err);
		else
			bad = unknown(file, elem, group, err);
		if (bad)
			return -1;
	}
	return 0;
}

static int read_file(struct conf *c, const char *file, struct err *err)
{
	char base[PATH_MAX];
	config_t cfg;
	int bad;

	if (realpath(file, base) == NULL)
		return err_sys(err, "cannot read %s", file);
	*strrchr(base, '/') = '\0';
	config_init(&cfg);
	if (config_read_file(&cfg, file) != CONFIG_TRUE) {
		if (config_error_type(&cfg) == CONFIG_ERR_FILE_IO)
			bad = err_sys(err, "cannot read %s", file);
		else
			bad = err_set(err,
				"%s:%d: %s; look for a missing quote, bracket or ';' here or above",
				file, config_error_line(&cfg), config_error_text(&cfg));
	} else {
		bad = take_group(c, file, base, config_root_setting(&cfg), "", err);
	}
	config_destroy(&cfg);
	return bad;
}

/* Without a file: menus and roster of the source tree that the program was built in, else those
 * that are installed. */
static void find_data(struct conf *c)
{
	char here[PATH_MAX];
	bool built;

	snprintf(here, sizeof(here), "%s/../menus", proc_exe_dir());
	built = access(here, R_OK) == 0;
	if (!built)
		snprintf(here, sizeof(here), "%s/../../menus", proc_exe_dir());
	built = built || access(here, R_OK) == 0;
	if (c->menus[0] == '\0')
		copy(c->menus, PATH_MAX, built ? here : SYSCONF "/hotline/menus");
	if (c->roster[0] != '\0')
		return;
	if (built)
		snprintf(c->roster, PATH_MAX, "%.*s/etc/roster.conf",
			(int)(strlen(here) - strlen("/menus")), here);
	else
		copy(c->roster, PATH_MAX, SYSCONF "/hotline/roster.conf");
}

int conf_load(struct conf *c, const char *file, const char *state, struct err *err)
{
	static const char installed[] = SYSCONF "/hotline/hotline.conf";
	int i;

	conf_default(c);
	if (file == NULL && access(installed, F_OK) == 0)
		file = installed;
	if (file != NULL && read_file(c, file, err) < 0)
		return -1;
	find_data(c);
	if (state != NULL && proc_mkdir(state, err) < 0)
		return -1;
	if (state != NULL && realpath(state, c->state) == NULL)
		return err_sys(err, "state directory %s", state);
	for (i = 0; i < c->n_modems; i++) {
		char device[PATH_MAX];

		copy(device, sizeof(device), c->modems[i].device);
		if (resolve(c->modems[i].device, c->state, device) < 0)
			return err_set(err, "modem %s: device path too long", c->modems[i].name);
	}
	return 0;
}

const struct conf_modem *conf_modem_find(const struct conf *c, const char *name)
{
	int i;

	for (i = 0; i < c->n_modems; i++)
		if (strcmp(c->modems[i].name, name) == 0)
			return &c->modems[i];
	return NULL;
}

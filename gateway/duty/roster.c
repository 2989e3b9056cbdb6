/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * roster.c: roster.conf by libconfig. Complaints name responders and lines, never numbers: they end
 * in logs.
 */
#include "duty/roster.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/setting.h"
#include "text/lang.h"

enum { FILE_MAX = 256 * 1024 };

struct roster {
	struct responder who[ROSTER_MAX];
	int n;
};

static bool is_name(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n < ROSTER_NAME_MAX && s[0] >= 'a' && s[0] <= 'z' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static int read_name(const struct roster *r, struct setting_file *f, const config_setting_t *s,
	struct responder *out)
{
	const config_setting_t *at = config_setting_get_member(s, "name");
	const char *name;

	if (setting_string(f, s, "name", SETTING_MUST, &name) < 0)
		return -1;
	if (!is_name(name))
		return setting_bad(f, at,
			"\"name\" must be 1 to %d of a-z, 0-9 and -, a letter first",
			ROSTER_NAME_MAX - 1);
	if (roster_by_name(r, name) != NULL)
		return setting_bad(
			f, at, "there is a \"%s\" already; give this one another name", name);
	memcpy(out->name, name, strlen(name) + 1);
	return 0;
}

static int read_number(const struct roster *r, struct setting_file *f, const config_setting_t *s,
	struct responder *out)
{
	const config_setting_t *at = config_setting_get_member(s, "number");
	const struct responder *other;
	const char *number;

	if (setting_string(f, s, "number", SETTING_MUST, &number) < 0)
		return -1;
	if (number_normalise(out->number, number) < 0)
		return setting_bad(f, at,
			"the number of \"%s\" is none that can be texted; write + and the "
			"country's "
			"number first, then 4 to 12 more digits, without the leading 0",
			out->name);
	other = roster_by_number(r, out->number);
	if (other != NULL)
		return setting_bad(f, at,
			"\"%s\" has the same number as \"%s\"; take one of them out", out->name,
			other->name);
	return 0;
}

static int read_languages(struct setting_file *f, const config_setting_t *s, struct responder *out)
{
	const config_setting_t *at = config_setting_get_member(s, "languages");
	const char *list[ROSTER_LANGS_MAX];
	int i, n = 0;

	if (setting_strings(f, s, "languages", SETTING_MAY, list, ROSTER_LANGS_MAX, &n) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		enum lang lang = lang_parse(list[i], NULL);

		if (lang == LANG_UND || strcmp(lang_name(lang), list[i]) != 0)
			return setting_bad(f, at,
				"\"%.20s\" is no language that texts come in; write codes as "
				"\"km\", \"th\", \"en\"",
				list[i]);
		memcpy(out->langs[i], list[i], strlen(list[i]) + 1);
	}
	out->n_langs = n;
	return 0;
}

static int read_countries(struct setting_file *f, const config_setting_t *s, struct responder *out)
{
	const config_setting_t *at = config_setting_get_member(s, "countries");
	const char *list[ROSTER_COUNTRIES_MAX];
	int i, n = 0;

	if (setting_strings(f, s, "countries", SETTING_MAY, list, ROSTER_COUNTRIES_MAX, &n) < 0)
		return -1;
	for (i = 0; i < n; i++) {
		if (strlen(list[i]) != 2 || strspn(list[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 2)
			return setting_bad(f, at,
				"\"%.20s\" is no country; write two capitals, as \"KH\"", list[i]);
		memcpy(out->countries[i], list[i], 3);
	}
	out->n_countries = n;
	return 0;
}

static int read_responder(struct roster *r, struct setting_file *f, const config_setting_t *s)
{
	static const char *const keys[] = {
		"name", "number", "level", "on", "languages", "countries", NULL};
	struct responder *out = &r->who[r->n];

	if (r->n == ROSTER_MAX)
		return setting_bad(f, s, "more than %d responders; take some out", ROSTER_MAX);
	if (!config_setting_is_group(s))
		return setting_bad(f, s, "a responder is { name = \"...\"; number = \"+...\"; }");
	out->level = 1;
	out->on = true;
	if (setting_keys(f, s, "a responder", keys) < 0 || read_name(r, f, s, out) < 0 ||
		read_number(r, f, s, out) < 0 ||
		setting_int(f, s, "level", SETTING_MAY, 1, ROSTER_LEVEL_MAX, &out->level) < 0 ||
		setting_bool(f, s, "on", SETTING_MAY, &out->on) < 0 ||
		read_languages(f, s, out) < 0 || read_countries(f, s, out) < 0)
		return -1;
	r->n++;
	return 0;
}

static int read_all(struct roster *r, struct setting_file *f)
{
	static const char *const keys[] = {"responders", NULL};
	config_setting_t *root = setting_root(f), *list;
	int i;

	if (setting_keys(f, root, "a roster", keys) < 0)
		return -1;
	list = config_setting_get_member(root, "responders");
	if (list == NULL || !config_setting_is_list(list))
		return setting_bad(f, list != NULL ? list : root,
			"responders = ( { name = \"...\"; number = \"+...\"; } ); is missing; add "
			"it");
	for (i = 0; i < config_setting_length(list); i++)
		if (read_responder(r, f, config_setting_get_elem(list, (unsigned int)i)) < 0)
			return -1;
	if (r->n == 0)
		return setting_bad(
			f, list, "the roster is empty: nobody would be alerted; add a responder");
	if (roster_next_level(r, 0) == 0)
		return setting_bad(f, list,
			"nobody is on duty: nobody would be alerted; set \"on\" for somebody");
	return 0;
}

struct roster *roster_parse(const char *name, const char *data, size_t len, struct err *err)
{
	struct setting_file f;
	struct roster *r;
	int bad;

	if (setting_open(&f, name, data, len, err) < 0)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	bad = read_all(r, &f);
	setting_close(&f);
	if (bad) {
		roster_free(r);
		return NULL;
	}
	return r;
}

struct roster *roster_load(const char *file, struct err *err)
{
	struct buf text = BUF_INIT;
	struct roster *r = NULL;

	if (setting_read(&text, file, FILE_MAX, err) == 0)
		r = roster_parse(file, text.data, text.len, err);
	buf_free(&text);
	return r;
}

void roster_free(struct roster *r)
{
	if (r == NULL)
		return;
	explicit_bzero(r, sizeof(*r));
	free(r);
}

int roster_count(const struct roster *r)
{
	return r->n;
}

const struct responder *roster_at(const struct roster *r, int i)
{
	assert(i >= 0 && i < r->n);
	return &r->who[i];
}

const struct responder *roster_by_number(const struct roster *r, const char *number)
{
	char e164[NUMBER_MAX];
	int i;

	if (number_normalise(e164, number) < 0)
		return NULL;
	for (i = 0; i < r->n; i++)
		if (strcmp(r->who[i].number, e164) == 0)
			return &r->who[i];
	return NULL;
}

const struct responder *roster_by_name(const struct roster *r, const char *name)
{
	int i;

	for (i = 0; i < r->n; i++)
		if (strcmp(r->who[i].name, name) == 0)
			return &r->who[i];
	return NULL;
}

int roster_next_level(const struct roster *r, int above)
{
	int i, best = 0;

	for (i = 0; i < r->n; i++)
		if (r->who[i].on && r->who[i].level > above &&
			(best == 0 || r->who[i].level < best))
			best = r->who[i].level;
	return best;
}

const struct responder *roster_next_on_duty(
	const struct roster *r, int level, const struct responder *after)
{
	const struct responder *who = after == NULL ? r->who : after + 1;

	for (; who < r->who + r->n; who++)
		if (who->on && who->level == level)
			return who;
	return NULL;
}

bool responder_takes(const struct responder *who, const char *lang, const char *country)
{
	bool speaks = who->n_langs == 0 || lang_parse(lang, NULL) == LANG_UND;
	bool near = who->n_countries == 0 || strlen(country) != 2 || strcmp(country, "--") == 0;
	int i;

	for (i = 0; i < who->n_langs && !speaks; i++)
		speaks = strcmp(who->langs[i], lang) == 0;
	for (i = 0; i < who->n_countries && !near; i++)
		near = strcmp(who->countries[i], country) == 0;
	return speaks && near;
}

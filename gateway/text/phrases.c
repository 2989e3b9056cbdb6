/* SPDX-License-Identifier: GPL-3.0-or-later */
/* phrases.c: reading the lists. Every line is checked here for what can be seen in it alone. */
#include "text/phrases.h"

#include "base/buf.h"
#include "text/tsv.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const kind_name[MATCH_KINDS] = {[MATCH_HELP] = "help",
	[MATCH_CONFINED] = "confined",
	[MATCH_DOCUMENTS] = "documents",
	[MATCH_SOLD] = "sold",
	[MATCH_CHILD] = "child",
	[MATCH_VIOLENCE] = "violence",
	[MATCH_SEXUAL] = "sexual",
	[MATCH_SCAM] = "scam",
	[MATCH_BOAT] = "boat",
	[MATCH_HOME] = "home",
	[MATCH_SUICIDE] = "suicide",
	[MATCH_WAGES] = "wages",
	[MATCH_DEBT] = "debt",
	[MATCH_THREAT] = "threat",
	[MATCH_TRAFFICKING] = "trafficking",
	[MATCH_TIP] = "tip",
	[MATCH_QUESTION] = "question",
	[MATCH_STOP] = "stop",
	[MATCH_GREETING] = "greeting",
	[MATCH_CALLBACK] = "callback",
	[MATCH_NEGATION] = "negation",
	[MATCH_THANKS] = "thanks"};

const char *match_kind_name(enum match_kind k)
{
	return k < MATCH_KINDS ? kind_name[k] : "?";
}

enum match_kind match_kind_parse(const char *name)
{
	int k;

	for (k = 0; k < MATCH_KINDS; k++)
		if (strcmp(kind_name[k], name) == 0)
			break;
	return (enum match_kind)k;
}

int match_flags_parse(const char *words)
{
	static const char *const name[] = {"alone", "weak", "self", "exact"};
	size_t len;
	int flags = 0, i;

	while (*(words += strspn(words, " ,")) != '\0') {
		len = strcspn(words, " ,");
		for (i = 0; i < 4; i++)
			if (strlen(name[i]) == len && memcmp(name[i], words, len) == 0)
				break;
		if (i == 4)
			return -1;
		flags |= 1 << i;
		words += len;
	}
	return flags;
}

/* "km.tsv" is Khmer's list, "any.tsv" everybody's; -1 for what is no list of phrases. */
static int lang_of_file(const char *name)
{
	char stem[8];
	size_t len = strlen(name);
	enum lang l;

	if (len < 5 || len - 4 >= sizeof(stem) || strcmp(name + len - 4, ".tsv") != 0)
		return -1;
	memcpy(stem, name, len - 4);
	stem[len - 4] = '\0';
	if (strcmp(stem, "any") == 0)
		return LANG_UND;
	l = lang_parse(stem, NULL);
	return l == LANG_UND ? -1 : (int)l;
}

static int read_line(struct phrases *p, const struct tsv *t, const char *name, struct err *err)
{
	enum match_kind kind = match_kind_parse(t->field[1]);
	int flags = match_flags_parse(t->field[2]);
	struct phrase *one;

	if (t->field[0][0] == '\0')
		return tsv_fail(t, err, "no phrase before the first tab");
	if (t->n < 2)
		return tsv_fail(t, err, "want phrase, tab, kind, tab, flags, tab, note");
	if (kind == MATCH_KINDS)
		return tsv_fail(t, err, "unknown kind '%s'", t->field[1]);
	if (flags < 0)
		return tsv_fail(t, err, "unknown flag in '%s' (there are: alone weak self exact)",
			t->field[2]);
	p->phrase = xrealloc(p->phrase, (p->n + 1) * sizeof(*p->phrase));
	one = &p->phrase[p->n++];
	one->lang = (enum lang)lang_of_file(name);
	one->kind = kind;
	one->flags = (unsigned)flags;
	one->text = xstrdup(t->field[0]);
	one->file = xstrdup(name);
	one->line = t->number;
	return 0;
}

int phrases_read(struct phrases *p, const char *dir, const char *name, struct err *err)
{
	char path[PATH_MAX];
	struct tsv t;
	int got = -1;

	if (lang_of_file(name) < 0)
		return err_set(err, "%s/%s: the name is no language's", dir, name);
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", dir, name) >= sizeof(path))
		return err_set(err, "%s: the path is too long", dir);
	if (tsv_open(&t, path, err) < 0)
		return -1;
	while ((got = tsv_next(&t, err)) > 0)
		if (read_line(p, &t, name, err) < 0) {
			got = -1;
			break;
		}
	tsv_close(&t);
	return got;
}

static int is_list(const struct dirent *e)
{
	return lang_of_file(e->d_name) >= 0;
}

int phrases_load(struct phrases *p, const char *dir, struct err *err)
{
	struct dirent **list;
	int n = scandir(dir, &list, is_list, alphasort), i, got = 0;

	*p = (struct phrases){NULL, 0};
	if (n < 0)
		return err_sys(err, "cannot read the folder %s", dir);
	for (i = 0; i < n; i++) {
		if (got == 0)
			got = phrases_read(p, dir, list[i]->d_name, err);
		free(list[i]);
	}
	free(list);
	if (got == 0 && n == 0)
		got = err_set(err, "%s: no lists of phrases (km.tsv ...) in it", dir);
	if (got < 0)
		phrases_free(p);
	return got;
}

void phrases_free(struct phrases *p)
{
	size_t i;

	for (i = 0; i < p->n; i++) {
		free(p->phrase[i].text);
		free(p->phrase[i].file);
	}
	free(p->phrase);
	*p = (struct phrases){NULL, 0};
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fault.c: the table of what can go wrong, arming and striking.
 */
#include "sim/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sim/at.h"
#include "sim/network.h"

struct kind {
	const char *name;
	bool at_once;     /* without on=COMMAND it strikes when it is armed */
	unsigned n;       /* default of n */
	const char *keys; /* what it takes besides times, skip and on */
};

static const struct kind kinds[FAULT_KINDS] = {
	[FAULT_MUTE] = {"mute", false, 0, ""},
	[FAULT_ECHO_LOST] = {"echo-lost", false, 0, ""},
	[FAULT_ECHO_TWICE] = {"echo-twice", false, 0, ""},
	[FAULT_ERROR] = {"error", false, 0, ""},
	[FAULT_CME] = {"cme", false, 100, "n"},
	[FAULT_CMS] = {"cms", false, 500, "n"},
	[FAULT_NO_PROMPT] = {"no-prompt", false, 0, ""},
	[FAULT_FREEZE] = {"freeze", true, 0, "until"},
	[FAULT_GARBAGE] = {"garbage", true, 16, "n text"},
	[FAULT_URC] = {"urc", true, 0, "text place"},
	[FAULT_CUT] = {"cut", false, 4, "n"},
	[FAULT_LATE] = {"late", false, 0, "ms"},
	[FAULT_LOST_FINAL] = {"lost-final", false, 0, ""},
	[FAULT_UNPLUG] = {"unplug", true, 0, "ms"},
	[FAULT_NO_REF] = {"no-ref", false, 0, ""},
	[FAULT_REFUSE] = {"refuse", false, 38, "n"},
	[FAULT_FULL] = {"full", false, 0, "ms"},
	[FAULT_DUPLICATE] = {"duplicate", false, 0, ""},
	[FAULT_NO_NETWORK] = {"no-network", true, 0, "ms"},
};

static bool takes(const struct kind *k, const char *key)
{
	const char *p = strstr(k->keys, key);
	size_t len = strlen(key);

	return p != NULL && (p[len] == ' ' || p[len] == '\0');
}

static int copy_word(char *out, size_t room, const char *value, const char *key, struct err *e)
{
	if (strlen(value) >= room)
		return err_set(e, "%s: longer than %zu", key, room - 1);
	strcpy(out, value);
	return 0;
}

static int set_text(struct fault *f, const char *value, struct err *e)
{
	if (copy_word(f->text, sizeof(f->text), value, "text", e) < 0)
		return -1;
	return feed_unescape(f->text) < 0 ? err_set(e, "text: a backslash stands before n, r, t, "
						       "\\ or xHH")
					  : 0;
}

static int set_key(struct fault *f, const char *key, const char *value, struct err *e)
{
	const struct kind *k = &kinds[f->kind];
	char *end;
	unsigned long n = strtoul(value, &end, 10);
	bool number = *value >= '0' && *value <= '9' && *end == '\0' && n <= 100000000;

	if (strcmp(key, "on") == 0 && k - kinds < FAULT_REFUSE) {
		f->given_on = true;
		return copy_word(f->on, sizeof(f->on),
			strncasecmp(value, "AT", 2) == 0 ? value + 2 : value, key, e);
	}
	if (strcmp(key, "times") == 0 && number)
		f->times = (unsigned)n;
	else if (strcmp(key, "skip") == 0 && number)
		f->skip = (unsigned)n;
	else if (!takes(k, key))
		return err_set(e, "%s: fault %s takes on, times, skip%s%s", key, k->name,
			*k->keys ? " " : "", k->keys);
	else if (strcmp(key, "n") == 0 && number)
		f->n = (unsigned)n;
	else if (strcmp(key, "ms") == 0 && number)
		f->ms = (unsigned)n;
	else if (strcmp(key, "until") == 0 && strcmp(value, "thaw") == 0)
		f->until = FROZEN_TILL_THAW;
	else if (strcmp(key, "until") == 0 && strcmp(value, "reopen") == 0)
		f->until = FROZEN_TILL_REOPEN;
	else if (strcmp(key, "until") == 0 && strcmp(value, "reset") == 0)
		f->until = FROZEN_TILL_RESET;
	else if (strcmp(key, "place") == 0 &&
		 (!strcmp(value, "before") || !strcmp(value, "inside") || !strcmp(value, "after")))
		strcpy(f->place, value);
	else
		return err_set(e, "%s=%s: not understood", key, value);
	return 0;
}

/* What a fault without a command to wait for does now. */
static void strike_now(struct modem *m, const struct fault *f)
{
	unsigned i;

	feed_emit(m->net->feed, "fault", "%s %s", m->name, kinds[f->kind].name);
	switch (f->kind) {
	case FAULT_FREEZE:
		modem_freeze(m, f->until);
		break;
	case FAULT_UNPLUG:
		modem_unplug(m, f->ms ? (int)f->ms : -1);
		break;
	case FAULT_URC:
		at_urc(m, "%s", f->text);
		break;
	case FAULT_GARBAGE:
		port_write(m->port, f->text, strlen(f->text));
		for (i = 0; f->text[0] == '\0' && i < f->n; i++)
			port_write(m->port, &"\xfe\x01~\x80U\x03\xaa{"[i % 8], 1);
		break;
	default:
		break;
	}
}

int fault_arm(struct modem *m, const char *spec, struct err *e)
{
	char *copy = xstrdup(spec), *rest = copy, *word = strsep(&rest, " ");
	struct fault f = {.times = 1, .until = FROZEN_TILL_THAW, .place = "inside"};
	int rc = 0;

	while (f.kind < FAULT_KINDS && strcmp(kinds[f.kind].name, word) != 0)
		f.kind++;
	if (f.kind == FAULT_KINDS) {
		rc = err_set(e, "%s: no such fault", word);
		free(copy);
		return rc;
	}
	f.n = kinds[f.kind].n;
	while (rc == 0 && rest != NULL && *rest != '\0') {
		char *value;

		if (strncmp(rest, "text=", 5) == 0) { /* the rest of the line */
			rc = takes(&kinds[f.kind], "text") ? set_text(&f, rest + 5, e)
							   : set_key(&f, "text", "", e);
			break;
		}
		word = strsep(&rest, " ");
		value = strchr(word, '=');
		if (value != NULL)
			*value++ = '\0';
		rc = set_key(&f, word, value ? value : "", e);
	}
	free(copy);
	if (rc < 0)
		return rc;
	if (f.kind != FAULT_NO_NETWORK && kinds[f.kind].at_once && !f.given_on) {
		strike_now(m, &f);
	} else {
		struct fault *armed = xmemdup(&f, sizeof(f));

		TAILQ_INSERT_TAIL(&m->faults, armed, entry);
		net_line_changed(m);
	}
	return 0;
}

int fault_clear(struct modem *m, const char *name)
{
	struct fault *f, *next;
	int known = name == NULL ? 0 : -1;
	unsigned i;

	for (i = 0; known < 0 && i < FAULT_KINDS; i++)
		if (strcmp(kinds[i].name, name) == 0)
			known = 0;
	for (f = TAILQ_FIRST(&m->faults); f != NULL; f = next) {
		next = TAILQ_NEXT(f, entry);
		if (name != NULL && strcmp(kinds[f->kind].name, name) != 0)
			continue;
		TAILQ_REMOVE(&m->faults, f, entry);
		free(f);
	}
	return known;
}

void fault_show(const struct modem *m, void (*line)(void *arg, const char *text), void *arg)
{
	const struct fault *f;
	char text[128];

	TAILQ_FOREACH(f, &m->faults, entry)
	{
		snprintf(text, sizeof(text), "%s on=%s times=%u skip=%u", kinds[f->kind].name,
			f->on, f->times, f->skip);
		line(arg, text);
	}
}

static struct fault *find(const struct modem *m, enum fault_kind kind, const char *command)
{
	struct fault *f;

	TAILQ_FOREACH(f, &m->faults, entry)
	if (f->kind == kind && (command == NULL || strncasecmp(command, f->on, strlen(f->on)) == 0))
		return f;
	return NULL;
}

bool fault_armed(const struct modem *m, enum fault_kind kind, const char *command)
{
	return find(m, kind, command) != NULL;
}

bool fault_strikes(struct modem *m, enum fault_kind kind, const char *command, struct fault *f)
{
	struct fault *armed = find(m, kind, command);

	if (armed == NULL)
		return false;
	if (armed->skip > 0) {
		armed->skip--;
		return false;
	}
	*f = *armed;
	if (armed->times == 1) {
		TAILQ_REMOVE(&m->faults, armed, entry);
		free(armed);
	} else if (armed->times > 1) {
		armed->times--;
	}
	feed_emit(m->net->feed, "fault", "%s %s", m->name, kinds[kind].name);
	return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handsets_talk.c: standard input to handsets, handsets to standard output.
 *
 * One thing is done at a time: `waiting` says what for. While it is set, lines stay in `in`.
 */
#include "sim/handsets_talk.h"

#include <event2/buffer.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "sim/feed.h"
#include "sim/handsets_link.h"

enum { LINE_MAX_OCTETS = 16 * 1024, LOOK_MS = 100, NUMBER_MAX = 24, MODEMS_MAX = 64 };

/* Which modem a handset talks to: the one that texted it first, else the next in turn. */
struct handset {
	LIST_ENTRY(handset) entry;
	char number[NUMBER_MAX];
	char modem[40];
};

struct talk {
	struct talk_options o;
	struct event_base *base;
	struct link *link;
	struct event *readable, *look;
	struct evbuffer *in;
	bool eof, ready;
	enum { NOTHING, START, ANSWER, QUIET, END } waiting;
	int64_t since_ms;
	unsigned quiet_ms; /* how much is waited for */
	char current[NUMBER_MAX];
	LIST_HEAD(, handset) handsets;
	char modems[MODEMS_MAX][40];
	unsigned n_modems, next_modem;
	int status;
};

static void next_line(struct talk *t);

static void stop(struct talk *t, int status)
{
	t->status = status;
	event_base_loopbreak(t->base);
}

/* --- saying ---------------------------------------------------------------------------------- */

static void prompt(const struct talk *t)
{
	if (t->o.terminal && t->ready) {
		printf("%s> ", t->current);
		fflush(stdout);
	}
}

/* One whole line; on a terminal it takes the place of the prompt, which comes back below. */
static void say(struct talk *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void say(struct talk *t, const char *fmt, ...)
{
	va_list ap;

	if (t->o.terminal && t->ready)
		fputs("\r\033[K", stdout);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	prompt(t);
	if (ferror(stdout)) /* nobody reads any more */
		stop(t, 1);
}

static void help(struct talk *t)
{
	say(t, "# a line is texted to the hotline by %s", t->current);
	say(t, "# /as +66810000001   be another handset; /as +85510000000 is the responder on "
	       "duty");
	say(t, "# /ring              ring the hotline once and hang up");
	say(t, "# /wait 3            wait until nothing has happened for 3 seconds");
	say(t, "# /help              this");
	say(t, "# /quit              end");
}

/* --- handsets -------------------------------------------------------------------------------- */

static struct handset *handset_of(struct talk *t, const char *number, const char *modem)
{
	struct handset *h;

	LIST_FOREACH(h, &t->handsets, entry)
	if (strcmp(h->number, number) == 0)
		return h;
	h = xcalloc(1, sizeof(*h));
	snprintf(h->number, sizeof(h->number), "%s", number);
	if (modem == NULL)
		modem = t->modems[t->next_modem++ % t->n_modems];
	snprintf(h->modem, sizeof(h->modem), "%s", modem);
	LIST_INSERT_HEAD(&t->handsets, h, entry);
	return h;
}

static bool knows_modem(const struct talk *t, const char *name)
{
	unsigned i;

	for (i = 0; i < t->n_modems; i++)
		if (strcmp(t->modems[i], name) == 0)
			return true;
	return false;
}

/* --- waiting --------------------------------------------------------------------------------- */

static void wait_for(struct talk *t, int what, unsigned quiet_ms)
{
	const struct timeval tv = {0, LOOK_MS * 1000};

	t->waiting = what;
	t->since_ms = clock_steady_ms();
	t->quiet_ms = quiet_ms;
	event_add(t->look, &tv);
}

static void waited(struct talk *t)
{
	bool end = t->waiting == END;

	event_del(t->look);
	t->waiting = NOTHING;
	if (end)
		stop(t, t->status);
	else
		next_line(t);
}

static long long field(const char *words, const char *name)
{
	const char *p = strstr(words, name);

	return p == NULL ? 0 : atoll(p + strlen(name));
}

static void on_stat(void *arg, bool ok, const char *words, const char *lines)
{
	struct talk *t = arg;
	long long queued = field(words, "queued="), stored = field(words, "stored=");
	bool idle = queued == 0 && stored == 0 && field(words, "busy=") == 0;

	(void)lines;
	if (!ok || t->waiting == NOTHING || t->waiting == START)
		return;
	if (idle && field(words, "quiet_us=") >= t->quiet_ms * 1000LL) {
		waited(t);
	} else if (clock_steady_ms() - t->since_ms >= t->o.give_up_ms) {
		say(t, "# gave up waiting: %lld texts wait in the network, %lld lie in the modems",
			queued, stored);
		t->status = 1;
		waited(t);
	}
}

static void on_look(evutil_socket_t fd, short what, void *arg)
{
	struct talk *t = arg;

	(void)fd;
	(void)what;
	link_send(t->link, on_stat, "stat");
}

/* --- lines ----------------------------------------------------------------------------------- */

static void on_refused(void *arg, bool ok, const char *words, const char *lines)
{
	(void)lines;
	if (!ok)
		say(arg, "# %s", words);
}

/* As on_refused, for what a pipe waits for: nothing comes of it. */
static void on_sent(void *arg, bool ok, const char *words, const char *lines)
{
	struct talk *t = arg;

	on_refused(arg, ok, words, lines);
	if (!ok && t->waiting == ANSWER)
		waited(t);
}

static void act(struct talk *t, const char *verb, const char *number, const char *rest)
{
	struct handset *h = handset_of(t, number, NULL);

	link_send(t->link, on_sent, "%s %s %s%s%s", verb, number, h->modem, *rest ? " " : "", rest);
	if (!t->o.terminal)
		wait_for(t, ANSWER, t->o.answer_ms);
}

static void text(struct talk *t, const char *line)
{
	struct buf escaped = BUF_INIT;

	feed_escape(&escaped, line);
	act(t, "text", t->current, escaped.data);
	buf_free(&escaped);
}

static void become(struct talk *t, const char *number)
{
	const char *digits = number + (*number == '+');
	size_t n = strlen(digits);

	if (n < 1 || n > 20 || strspn(digits, "0123456789") != n) {
		say(t, "# /as takes a number of up to 20 digits, such as /as +66810000001");
		return;
	}
	snprintf(t->current, sizeof(t->current), "%s", number);
	if (t->o.terminal)
		say(t, "# you are %s now", t->current);
}

static void wait_quiet(struct talk *t, const char *seconds)
{
	char *end;
	unsigned long n = strtoul(seconds, &end, 10);

	if (*seconds < '0' || *seconds > '9' || *end != '\0' || n > 3600)
		say(t, "# /wait takes a number of seconds, such as /wait 3");
	else
		wait_for(t, QUIET, (unsigned)n * 1000);
}

static void slash(struct talk *t, char *line)
{
	char *arg = line + strcspn(line, " \t");

	if (*arg != '\0') {
		*arg++ = '\0';
		arg += strspn(arg, " \t");
	}
	if (strcmp(line, "/as") == 0)
		become(t, arg);
	else if (strcmp(line, "/ring") == 0)
		act(t, "ring", t->current, "");
	else if (strcmp(line, "/wait") == 0)
		wait_quiet(t, arg);
	else if (strcmp(line, "/help") == 0)
		help(t);
	else if (strcmp(line, "/quit") == 0)
		stop(t, t->status);
	else
		say(t, "# %.40s is no command; /help lists them", line);
}

static void carry_out(struct talk *t, char *line, size_t len)
{
	if (strlen(line) != len) {
		say(t, "# a line with a NUL in it was left out");
		return;
	}
	while (len > 0 && (line[len - 1] == '\r' || line[len - 1] == ' '))
		line[--len] = '\0';
	if (len > LINE_MAX_OCTETS)
		say(t, "# a line of %zu octets was left out; %d is the most", len, LINE_MAX_OCTETS);
	else if (*line == '/')
		slash(t, line);
	else if (*line != '\0')
		text(t, line);
}

/* Carries out what can be carried out now. */
static void next_line(struct talk *t)
{
	char *line;
	size_t len;

	while (t->waiting == NOTHING && !event_base_got_break(t->base)) {
		line = evbuffer_readln(t->in, &len, EVBUFFER_EOL_LF);
		if (line == NULL && t->eof && evbuffer_get_length(t->in) > 0) {
			evbuffer_add(t->in, "\n", 1);
			continue;
		}
		if (line == NULL)
			break;
		carry_out(t, line, len);
		free(line);
	}
	if (t->waiting != NOTHING || event_base_got_break(t->base))
		return;
	if (t->eof)
		wait_for(t, END, t->o.end_ms);
	else
		event_add(t->readable, NULL);
}

static void on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct talk *t = arg;
	char data[4096];
	ssize_t n = read(fd, data, sizeof(data));

	(void)what;
	if (n > 0)
		evbuffer_add(t->in, data, (size_t)n);
	else
		t->eof = true;
	if (t->o.terminal)
		prompt(t);
	next_line(t);
}

/* --- the simulator's word -------------------------------------------------------------------- */

/* "NUMBER MODEM PDUS TEXT" */
static void on_got(struct talk *t, char *details)
{
	char *number = strsep(&details, " "), *modem = strsep(&details, " ");

	if (strsep(&details, " ") == NULL || details == NULL)
		return;
	say(t, "%s < %s", number, details);
	if (knows_modem(t, modem))
		handset_of(t, number, modem);
	if (t->waiting == ANSWER && strcmp(number, t->current) == 0)
		waited(t);
}

/* "MODEM NUMBER HOW" */
static void on_call(struct talk *t, char *details)
{
	char *modem = strsep(&details, " "), *number = strsep(&details, " ");

	if (details != NULL && strcmp(details, "rings") != 0)
		say(t, "# %s rang %s: %s", number, modem, details);
}

static void on_event(void *arg, const char *kind, const char *details)
{
	char *copy = xstrdup(details);

	if (strcmp(kind, "got") == 0)
		on_got(arg, copy);
	else if (strcmp(kind, "call") == 0)
		on_call(arg, copy);
	free(copy);
}

static void on_gone(void *arg)
{
	struct talk *t = arg;

	fflush(stdout);
	fprintf(stderr, "handsets: the simulator has gone away\n");
	stop(t, 1);
}

static bool listed(const char *list, const char *name)
{
	size_t len = strlen(name);
	const char *p;

	for (p = list; (p = strstr(p, name)) != NULL; p += len)
		if ((p == list || p[-1] == ',') && (p[len] == ',' || p[len] == '\0'))
			return true;
	return false;
}

/* Lines "NAME NUMBER TTY": now there is somebody to text. */
static void on_modems(void *arg, bool ok, const char *words, const char *lines)
{
	struct talk *t = arg;
	char *copy = xstrdup(lines), *rest = copy, *line;

	(void)ok;
	(void)words;
	while ((line = strsep(&rest, "\n")) != NULL && t->n_modems < MODEMS_MAX) {
		line[strcspn(line, " ")] = '\0';
		if (*line != '\0' && (t->o.modems == NULL || listed(t->o.modems, line)))
			snprintf(t->modems[t->n_modems++], sizeof(t->modems[0]), "%s", line);
	}
	free(copy);
	if (t->n_modems == 0) {
		fprintf(stderr, "handsets: %s: the simulator has no such modem\n",
			t->o.modems ? t->o.modems : "(any)");
		stop(t, 1);
		return;
	}
	if (t->o.terminal) {
		printf("# you are %s; type what to text to the hotline, /help for more\n",
			t->current);
		t->ready = true;
		prompt(t);
	}
	t->waiting = NOTHING;
	next_line(t);
}

/* --- life ------------------------------------------------------------------------------------ */

static const struct link_ops link_ops = {on_event, on_gone};

struct talk *talk_new(struct event_base *base, const struct talk_options *o, struct err *e)
{
	struct talk *t = xcalloc(1, sizeof(*t));

	t->o = *o;
	t->base = base;
	t->waiting = START;
	LIST_INIT(&t->handsets);
	snprintf(t->current, sizeof(t->current), "+85512000001");
	t->link = link_open(base, o->dir, o->connect_ms, &link_ops, t, e);
	if (t->link == NULL) {
		free(t);
		return NULL;
	}
	t->in = evbuffer_new();
	t->readable = event_new(base, STDIN_FILENO, EV_READ, on_readable, t);
	t->look = event_new(base, -1, EV_PERSIST, on_look, t);
	link_send(t->link, NULL, "subscribe got call");
	link_send(t->link, on_modems, "modems");
	return t;
}

void talk_free(struct talk *t)
{
	struct handset *h;

	if (t == NULL)
		return;
	while ((h = LIST_FIRST(&t->handsets)) != NULL) {
		LIST_REMOVE(h, entry);
		free(h);
	}
	event_free(t->readable);
	event_free(t->look);
	evbuffer_free(t->in);
	link_free(t->link);
	free(t);
}

int talk_status(const struct talk *t)
{
	return t->status;
}

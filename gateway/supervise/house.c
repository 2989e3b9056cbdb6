/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * house.c: the loop of hotlined. Signals, the notify socket and one timer (for whoever is due next)
 * become events of children; what the children's table orders is carried out here.
 */
#include "supervise/house.h"

#include <event2/event.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/notify.h"
#include "bus/link.h"
#include "supervise/board.h"
#include "supervise/ear.h"
#include "supervise/lock.h"
#include "supervise/redis.h"
#include "supervise/roll.h"
#include "supervise/spawn.h"

enum {
	STOP_MS = 4800,  /* all programs are gone, or we leave without them */
	PULSE_MS = 2000, /* ask Redis, and tell our own supervisor, so often */
	OWN_DEADLINE_MS = 20000,
	FIRST_TRIES = 7,     /* of Redis, before its first service: 6 s with the back-off */
	PATIENCE_MS = 30000, /* for one answer of Redis */
};

struct house {
	const struct conf *conf;
	struct event_base *base;
	struct event *tick, *pulse, *ear, *deadline, *signals[4];
	struct roll roll;
	char notify[PATH_MAX];
	int ear_fd;
	struct link *link; /* to the private Redis, once it has served */
	bool opened;       /* Redis serves, the others were started */
	bool served;       /* all were up once */
	bool stopping;
	int status;
	struct err *err;
};

static void settle(struct house *h);

static bool is_member(void *roll, pid_t pid)
{
	return roll_find(roll, pid) != NULL;
}

/* --- carrying out what the table orders --- */

static int start(struct member *m, struct err *err)
{
	struct program p = m->program;

	if (m->kind == MEMBER_REDIS) {
		char path[PATH_MAX];

		/* Whatever still uses the data, it must be gone before another opens it. */
		snprintf(path, sizeof(path), "%.4000s/lock", m->dir);
		p.lock = lock_take(path, 0, err);
		if (p.lock < 0)
			return -1;
	}
	m->child.pid = spawn(&p, err);
	if (p.lock >= 0)
		close(p.lock);
	return m->child.pid < 0 ? -1 : 0;
}

static void tell(struct house *h, struct member *m, enum child_event event, int alive_ms)
{
	enum child_state before = m->child.state;
	enum child_order order = child_event(&m->child, event, alive_ms, clock_steady_ms());
	const char *state = child_state_name(m->child.state);
	struct err err;

	switch (order) {
	case CHILD_DO_NOTHING:
		break;
	case CHILD_DO_SPAWN:
		m->note[0] = '\0';
		if (start(m, &err) < 0) {
			log_warn("%s{%s}: not started: %s", m->name, state, err.msg);
			m->child.pid = 0;
			tell(h, m, CHILD_EXIT, 0);
			return;
		}
		log_info("%s{%s}: started pid=%d", m->name, state, (int)m->child.pid);
		break;
	case CHILD_DO_TERM:
		kill(m->child.pid, SIGTERM);
		break;
	case CHILD_DO_KILL:
		if (before != m->child.state && !h->stopping)
			log_err("%s{%s}: no sign of life; killed pid=%d", m->name, state,
				(int)m->child.pid);
		kill(-m->child.pid, SIGKILL);
		break;
	}
	if (before != m->child.state)
		settle(h);
}

static void fail(struct house *h, const char *why)
{
	err_set(h->err, "%s", why);
	h->status = 1;
	event_base_loopbreak(h->base);
}

/* --- one step towards serving, or towards the end --- */

static void begin_stop(struct house *h)
{
	struct timeval tv = {STOP_MS / 1000, (STOP_MS % 1000) * 1000};

	if (h->stopping)
		return;
	h->stopping = true;
	log_notice("house{stopping}: ending all programs");
	notify_stopping();
	evtimer_add(h->deadline, &tv);
	link_free(h->link);
	h->link = NULL;
	settle(h);
}

/* Redis ends after everybody who may still have something to say to it. */
static void continue_stop(struct house *h)
{
	int i, left = 0;

	for (i = 0; i < h->roll.n; i++)
		if (h->roll.members[i].kind != MEMBER_REDIS) {
			tell(h, &h->roll.members[i], CHILD_STOP, 0);
			left += h->roll.members[i].child.state != CHILD_GONE;
		}
	for (i = 0; i < h->roll.n && left == 0; i++)
		if (h->roll.members[i].kind == MEMBER_REDIS) {
			tell(h, &h->roll.members[i], CHILD_STOP, 0);
			left += h->roll.members[i].child.state != CHILD_GONE;
		}
	if (left == 0)
		event_base_loopbreak(h->base);
}

static void on_link_change(void *arg, bool up)
{
	(void)arg;
	(void)up; /* the link says so itself; its pings are what counts here */
}

static void open_house(struct house *h)
{
	struct err err;
	int i;

	if (redis_check(h->conf, &err) < 0 || redis_load(h->conf, &err) < 0) {
		fail(h, err.msg);
		return;
	}
	if (redis_is_private(h->conf))
		h->link = link_new(
			h->base, h->conf, "hotlined", PATIENCE_MS, on_link_change, h, &err);
	h->opened = true;
	for (i = 0; i < h->roll.n; i++)
		tell(h, &h->roll.members[i], CHILD_START, 0);
}

static void count_up(struct house *h)
{
	char status[64];
	int i, up = 0;

	for (i = 0; i < h->roll.n; i++)
		up += h->roll.members[i].child.state == CHILD_UP;
	snprintf(status, sizeof(status), "%d of %d programs up", up, h->roll.n);
	notify_status(status);
	if (up < h->roll.n || h->served)
		return;
	h->served = true;
	log_notice("house{serving}: all programs are up n=%d", h->roll.n);
	notify_ready(status);
}

/* After every change of a member. */
static void settle(struct house *h)
{
	const struct member *redis = redis_is_private(h->conf) ? &h->roll.members[0] : NULL;

	board_write(h->conf, &h->roll);
	if (h->stopping) {
		continue_stop(h);
		return;
	}
	if (!h->opened && redis != NULL && redis->child.state == CHILD_UP)
		open_house(h);
	else if (!h->opened && redis != NULL && redis->child.state == CHILD_RESTING &&
		 redis->child.starts == FIRST_TRIES)
		fail(h, "redis-server does not start; its own words are in the lines above");
	count_up(h);
}

/* --- events --- */

static void wake_at_next(struct house *h)
{
	int64_t now_ms = clock_steady_ms(), next_ms = 0;
	struct timeval tv;
	int i;

	for (i = 0; i < h->roll.n; i++) {
		int64_t due_ms = h->roll.members[i].child.due_ms;

		if (due_ms != 0 && (next_ms == 0 || due_ms < next_ms))
			next_ms = due_ms;
	}
	if (next_ms == 0)
		return;
	next_ms = next_ms > now_ms ? next_ms - now_ms : 0;
	tv = (struct timeval){next_ms / 1000, (next_ms % 1000) * 1000};
	evtimer_add(h->tick, &tv);
}

static void hear(struct house *h)
{
	struct heard said;

	while (ear_take(h->ear_fd, &said)) {
		struct member *m = roll_find(&h->roll, said.from);

		/* A helper speaks for the program whose group it is in. */
		if (m == NULL)
			m = roll_find(&h->roll, getpgid(said.from));
		if (m == NULL)
			continue;
		if (said.has_status && strcmp(said.status, m->note) != 0) {
			snprintf(m->note, sizeof(m->note), "%s", said.status);
			board_write(h->conf, &h->roll);
		}
		if (said.ready)
			tell(h, m, CHILD_READY, said.alive_ms);
		else if (said.alive || said.alive_ms > 0)
			tell(h, m, CHILD_ALIVE, said.alive_ms);
	}
}

static void on_ear(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	hear(arg);
	wake_at_next(arg);
}

/* What was said in time is heard before anybody is called late: we may have slept ourselves. */
static void on_tick(evutil_socket_t fd, short what, void *arg)
{
	struct house *h = arg;
	int i;

	(void)fd;
	(void)what;
	hear(h);
	for (i = 0; i < h->roll.n; i++) {
		int64_t due_ms = h->roll.members[i].child.due_ms;

		if (due_ms != 0 && due_ms <= clock_steady_ms())
			tell(h, &h->roll.members[i], CHILD_LATE, 0);
	}
	wake_at_next(h);
}

static void died(struct house *h, struct member *m, const siginfo_t *si)
{
	const char *state = child_state_name(m->child.state);
	const char *how = si->si_code == CLD_EXITED ? "status" : "signal";
	int64_t now_ms = clock_steady_ms();

	tell(h, m, CHILD_EXIT, 0);
	if (m->child.state == CHILD_RESTING)
		log_warn("%s{%s}: died %s=%d; again in %d ms", m->name, state, how, si->si_status,
			(int)(m->child.due_ms - now_ms));
	else
		log_info("%s{%s}: ended %s=%d", m->name, state, how, si->si_status);
}

static void on_child(evutil_socket_t fd, short what, void *arg)
{
	struct house *h = arg;
	siginfo_t si;

	(void)fd;
	(void)what;
	hear(h); /* its last words */
	for (;;) {
		struct member *m;

		/* Unreaped until its group is killed: the number cannot be another's yet. */
		memset(&si, 0, sizeof(si));
		if (waitid(P_ALL, 0, &si, WEXITED | WNOHANG | WNOWAIT) < 0 || si.si_pid == 0)
			break;
		m = roll_find(&h->roll, si.si_pid);
		if (m != NULL)
			kill(-si.si_pid, SIGKILL);
		waitpid(si.si_pid, NULL, 0);
		if (m != NULL)
			died(h, m, &si);
	}
	spawn_kill_strays(is_member, &h->roll);
	wake_at_next(h);
}

static void on_pong(void *arg, const redisReply *reply)
{
	struct house *h = arg;

	/* An error is an answer too: it says LOADING after a restart. */
	if (reply != NULL && !h->stopping)
		tell(h, &h->roll.members[0], CHILD_ALIVE, 0);
}

static void on_pulse(evutil_socket_t fd, short what, void *arg)
{
	struct house *h = arg;

	(void)fd;
	(void)what;
	notify_alive(OWN_DEADLINE_MS);
	if (h->link != NULL)
		LINK_CALL(h->link, on_pong, h, ARG("PING"));
}

static void on_signal(evutil_socket_t sig, short what, void *arg)
{
	(void)what;
	if (sig == SIGHUP) {
		log_notice("house: SIGHUP ignored; a changed configuration needs a restart");
		return;
	}
	begin_stop(arg);
	wake_at_next(arg);
}

static void on_deadline(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	fail(arg, "a program could not be killed within 5 s; leaving it");
}

/* --- beginning and end --- */

static void set_up_events(struct house *h)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGCHLD};
	struct timeval tv = {PULSE_MS / 1000, (PULSE_MS % 1000) * 1000};
	size_t i;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
		h->signals[i] = evsignal_new(
			h->base, signals[i], signals[i] == SIGCHLD ? on_child : on_signal, h);
		evsignal_add(h->signals[i], NULL);
	}
	h->tick = evtimer_new(h->base, on_tick, h);
	h->deadline = evtimer_new(h->base, on_deadline, h);
	h->pulse = event_new(h->base, -1, EV_PERSIST, on_pulse, h);
	event_add(h->pulse, &tv);
	h->ear = event_new(h->base, h->ear_fd, EV_READ | EV_PERSIST, on_ear, h);
	event_add(h->ear, NULL);
}

static void tear_down(struct house *h)
{
	size_t i;
	int n;

	link_free(h->link);
	/* After a start that failed, somebody may still run. */
	for (n = 0; n < h->roll.n; n++)
		if (h->roll.members[n].child.pid > 0)
			kill(-h->roll.members[n].child.pid, SIGKILL);
	spawn_kill_strays(is_member, &h->roll);
	for (i = 0; i < sizeof(h->signals) / sizeof(h->signals[0]); i++)
		event_free(h->signals[i]);
	event_free(h->tick);
	event_free(h->deadline);
	event_free(h->pulse);
	event_free(h->ear);
	event_base_free(h->base);
	close(h->ear_fd);
	unlink(h->notify);
	board_remove(h->conf);
}

static int prepare(struct house *h, int n_options, char *const *options, struct err *err)
{
	snprintf(h->notify, sizeof(h->notify), "%.4000s/notify", h->conf->state);
	if (spawn_init(err) < 0 ||
		roll_fill(&h->roll, h->conf, n_options, options, h->notify, err) < 0)
		return -1;
	h->ear_fd = ear_open(h->notify, err);
	return h->ear_fd < 0 ? -1 : 0;
}

int house_run(const struct conf *conf, int n_options, char *const *options, struct err *err)
{
	struct house *h = xcalloc(1, sizeof(*h));
	int status;

	h->conf = conf;
	h->err = err;
	if (prepare(h, n_options, options, err) < 0) {
		free(h);
		return 1;
	}
	h->base = event_base_new();
	set_up_events(h);
	if (redis_is_private(conf))
		tell(h, &h->roll.members[0], CHILD_START, 0);
	else
		open_house(h);
	wake_at_next(h);
	if (h->status == 0)
		event_base_dispatch(h->base);
	if (h->stopping && h->status == 0)
		log_notice("house{gone}: all programs ended");
	tear_down(h);
	status = h->status;
	free(h);
	return status;
}

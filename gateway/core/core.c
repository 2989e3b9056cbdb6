/* SPDX-License-Identifier: GPL-3.0-or-later */
/* core.c: start, the loop's signals and heartbeat, and what a lost connection means. */
#include "core/core.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/notify.h"
#include "core/inbox.h"
#include "core/job.h"
#include "core/timers.h"

/* A core that sits still for so long is hung; Redis may take long, but never blocks us. */
enum { ALIVE_MS = 30000, BEAT_MS = 1000, TIMEOUT_MS = 10000 };

void core_commit(struct core *core, struct commit *c, link_reply *fn, void *arg)
{
	size_t n;
	const struct arg *args = commit_args(c, &n);

	link_call(core->cmd, fn, arg, n, args);
	commit_free(c);
}

/* --- what operators edit -----------------------------------------------------------------------
 */

static struct text_lexicon *load_lexicon(const struct conf *conf, struct err *err)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%.4000s/phrases", conf->menus);
	return text_lexicon_load(dir, err);
}

static struct menu_tree *load_tree(const struct conf *conf, struct err *err)
{
	char dir[PATH_MAX];

	snprintf(dir, sizeof(dir), "%.4000s/%s", conf->menus, conf->tree);
	return menu_tree_load(dir, err);
}

static int load_all(struct core *core, struct err *err)
{
	core->tree = load_tree(core->conf, err);
	if (core->tree == NULL)
		return -1;
	core->lexicon = load_lexicon(core->conf, err);
	if (core->lexicon == NULL)
		return -1;
	core->roster = roster_load(core->conf->roster, err);
	return core->roster != NULL ? 0 : -1;
}

/* SIGHUP: what loads is put in the place of the old; what does not leaves the old one serving. */
static void reload(evutil_socket_t fd, short what, void *arg)
{
	struct core *core = arg;
	struct core fresh = {.conf = core->conf};
	struct err err;

	(void)fd;
	(void)what;
	if (load_all(&fresh, &err) == 0) {
		struct core old = *core;

		core->tree = fresh.tree;
		core->lexicon = fresh.lexicon;
		core->roster = fresh.roster;
		fresh = old;
		log_notice("core{reloaded}: menus, phrases and roster");
	} else {
		log_err("core{reload}: %s; the old ones serve on", err.msg);
	}
	menu_tree_free(fresh.tree);
	text_lexicon_free(fresh.lexicon);
	roster_free(fresh.roster);
}

/* --- connections -------------------------------------------------------------------------------
 */

/* Both or none: a job needs the one, its coming the other. */
static void changed(void *arg, bool up)
{
	struct core *core = arg;

	if (up && link_up(core->cmd) && link_up(core->reader)) {
		inbox_up(core->inbox);
		timers_up(core->timers);
		notify_ready("serving");
	} else if (!up) {
		inbox_down(core->inbox);
		timers_down(core->timers);
		if (!link_up(core->cmd))
			jobs_drop(core->jobs);
		notify_status("waiting for Redis");
	}
}

static int connect_all(struct core *core, struct err *err)
{
	core->cmd = link_new(core->base, core->conf, "core", TIMEOUT_MS, changed, core, err);
	if (core->cmd == NULL)
		return -1;
	core->reader = link_new(core->base, core->conf, "core", TIMEOUT_MS, changed, core, err);
	return core->reader != NULL ? 0 : -1;
}

/* --- life --------------------------------------------------------------------------------------
 */

static void beat(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	(void)arg;
	notify_alive(ALIVE_MS);
}

static void stop(evutil_socket_t fd, short what, void *arg)
{
	struct core *core = arg;

	(void)fd;
	(void)what;
	notify_stopping();
	event_base_loopexit(core->base, NULL);
}

static void core_free(struct core *core)
{
	/* First the links, so that every waiting job ends. */
	link_free(core->reader);
	link_free(core->cmd);
	inbox_free(core->inbox);
	timers_free(core->timers);
	jobs_free(core->jobs);
	menu_tree_free(core->tree);
	text_lexicon_free(core->lexicon);
	roster_free(core->roster);
	ring_free(&core->ring);
	if (core->base != NULL)
		event_base_free(core->base);
}

static int start(struct core *core, struct err *err)
{
	if (ring_load(&core->ring, core->conf, err) < 0 || load_all(core, err) < 0)
		return -1;
	core->base = event_base_new();
	core->jobs = jobs_new();
	core->inbox = inbox_new(core, err);
	if (core->inbox == NULL)
		return -1;
	core->timers = timers_new(core);
	return connect_all(core, err);
}

int core_run(const struct conf *conf, struct err *err)
{
	struct core core = {.conf = conf};
	struct event *events[4];
	struct timeval every = {BEAT_MS / 1000, 0};
	size_t i;

	if (start(&core, err) < 0) {
		core_free(&core);
		return -1;
	}
	events[0] = evsignal_new(core.base, SIGTERM, stop, &core);
	events[1] = evsignal_new(core.base, SIGINT, stop, &core);
	events[2] = evsignal_new(core.base, SIGHUP, reload, &core);
	events[3] = event_new(core.base, -1, EV_PERSIST, beat, &core);
	for (i = 0; i < 3; i++)
		event_add(events[i], NULL);
	event_add(events[3], &every);
	event_base_dispatch(core.base);
	for (i = 0; i < 4; i++)
		event_free(events[i]);
	core_free(&core);
	log_info("core{stopped}: bye");
	return 0;
}

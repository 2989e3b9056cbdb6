/* SPDX-License-Identifier: GPL-3.0-or-later */
/* roll.c: the table of kinds, and members by it. */
#include "supervise/roll.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/proc.h"
#include "supervise/redis.h"

/* start_ms, alive_ms, stop_ms, rest_min_ms, rest_max_ms, health_ms. Before it serves, Redis reads
 * its whole file; at the end it has what the others leave of the 5 s in which all must be gone. */
static const struct child_limits limits[] = {
	[MEMBER_REDIS] = {600000, 60000, 1200, 100, 30000, 60000},
	[MEMBER_CORE] = {30000, 30000, 3000, 100, 30000, 60000},
	[MEMBER_MODEM] = {30000, 30000, 3000, 100, 30000, 60000},
};

static struct member *add(
	struct roll *r, enum member_kind kind, const char *path, const char *notify)
{
	struct member *m = &r->members[r->n];

	assert(r->n < ROLL_MAX);
	memset(m, 0, sizeof(*m));
	m->kind = kind;
	child_init(&m->child, &limits[kind]);
	m->child.since_ms = clock_steady_ms();
	snprintf(m->path, sizeof(m->path), "%s", path);
	m->program = (struct program){.path = m->path, .notify = notify, .lock = -1};
	m->program.argv[0] = strrchr(m->path, '/') + 1;
	r->n++;
	return m;
}

static int add_redis(struct roll *r, const struct conf *conf, const char *notify, struct err *err)
{
	char *path = redis_program(err);
	struct member *m;

	if (path == NULL)
		return -1;
	m = add(r, MEMBER_REDIS, path, notify);
	free(path);
	snprintf(m->name, sizeof(m->name), "redis");
	snprintf(m->dir, sizeof(m->dir), "%.4000s/redis", conf->state);
	m->program.dir = m->dir;
	m->program.argv[0] = "redis-server";
	m->program.argv[1] = "redis.conf";
	return 0;
}

/* A program of ours, with our own options; `modem` is NULL for the core. */
static int add_own(struct roll *r, const char *modem, int n_options, char *const *options,
	const char *notify, struct err *err)
{
	char path[PATH_MAX];
	struct member *m;
	int i;

	snprintf(path, sizeof(path), "%.4000s/%s", proc_exe_dir(),
		modem != NULL ? "hotline-modem" : "hotline-core");
	if (access(path, X_OK) < 0)
		return err_sys(err, "cannot run %s, which belongs beside hotlined", path);
	if (n_options > SPAWN_ARGS_MAX - 3)
		return err_set(err, "too many options");
	m = add(r, modem != NULL ? MEMBER_MODEM : MEMBER_CORE, path, notify);
	for (i = 0; i < n_options; i++)
		m->program.argv[i + 1] = options[i];
	if (modem == NULL) {
		snprintf(m->name, sizeof(m->name), "core");
	} else {
		snprintf(m->name, sizeof(m->name), "modem-%s", modem);
		m->program.argv[i + 1] = m->name + strlen("modem-");
	}
	return 0;
}

int roll_fill(struct roll *r, const struct conf *conf, int n_options, char *const *options,
	const char *notify, struct err *err)
{
	int i;

	r->n = 0;
	if (redis_is_private(conf) && add_redis(r, conf, notify, err) < 0)
		return -1;
	if (add_own(r, NULL, n_options, options, notify, err) < 0)
		return -1;
	for (i = 0; i < conf->n_modems; i++)
		if (add_own(r, conf->modems[i].name, n_options, options, notify, err) < 0)
			return -1;
	return 0;
}

struct member *roll_find(struct roll *r, pid_t pid)
{
	int i;

	for (i = 0; i < r->n && pid > 0; i++)
		if (r->members[i].child.pid == pid)
			return &r->members[i];
	return NULL;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hotlined: starts and watches the programs of a hotline; see hotlined(8).
 *
 * "prepare" and "load" are its first steps alone, for whoever lets systemd watch the programs.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/proc.h"
#include "seal/keys.h"
#include "supervise/house.h"
#include "supervise/lock.h"
#include "supervise/redis.h"

/* Where a worker puts texts while Redis is away. Made here, since its sandbox shows it this folder
 * and not the one above. */
static int make_spools(const struct conf *conf, struct err *err)
{
	char path[PATH_MAX];
	int i;

	for (i = 0; i < conf->n_modems; i++) {
		snprintf(path, sizeof(path), "%.4000s/spool/%s", conf->state, conf->modems[i].name);
		if (proc_mkdir(path, err) < 0)
			return -1;
	}
	return 0;
}

/* Keys, passwords, folders and Redis' files, by one hotlined at a time. */
static int prepare(const struct conf *conf, struct err *err)
{
	char path[PATH_MAX];

	if (proc_mkdir(conf->state, err) < 0)
		return -1;
	snprintf(path, sizeof(path), "%.4000s/hotlined.lock", conf->state);
	if (lock_take(path, 0, err) < 0) /* held until we end */
		return err_wrap(err, "another hotlined uses this state directory");
	if (seal_init(err) < 0 || keys_create(conf, err) < 0 || make_spools(conf, err) < 0)
		return -1;
	return redis_prepare(conf, err);
}

static int load(const struct conf *conf, struct err *err)
{
	if (redis_check(conf, err) < 0)
		return -1;
	return redis_load(conf, err);
}

int main(int argc, char **argv)
{
	static struct conf conf;
	struct err err;
	const char *step;
	int first, bad;

	proc_harden();
	notify_init();
	first = proc_options(argc, argv, "hotlined", "[prepare | load]", &conf);
	step = argv[first];
	if (step != NULL && argv[first + 1] != NULL)
		step = "";
	if (step == NULL) {
		bad = prepare(&conf, &err) < 0 || house_run(&conf, first - 1, argv + 1, &err);
	} else if (strcmp(step, "prepare") == 0) {
		bad = prepare(&conf, &err);
	} else if (strcmp(step, "load") == 0) {
		bad = load(&conf, &err);
	} else {
		fputs("usage: hotlined [-d] [-c conf] [-s state] [prepare | load]\n", stderr);
		return EX_USAGE;
	}
	if (bad)
		log_err("house{failed}: %s", err.msg);
	return bad ? 1 : 0;
}

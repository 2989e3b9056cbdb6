/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotline-modem: one modem's worker; see hotline-modem(8). */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/proc.h"
#include "modem/worker.h"
#include "seal/keys.h"

int main(int argc, char **argv)
{
	static struct conf conf;
	static char role[CONF_NAME_MAX + 16];
	const struct conf_modem *modem;
	struct err err;
	int first;

	proc_harden();
	notify_init();
	first = proc_options(argc, argv, "hotline-modem", "name", &conf);
	if (first + 1 != argc) {
		fputs("usage: hotline-modem [-d] [-c conf] [-s state] name\n", stderr);
		return EX_USAGE;
	}
	modem = conf_modem_find(&conf, argv[first]);
	if (modem == NULL) {
		log_err("modem{failed}: the configuration has no modem \"%s\"", argv[first]);
		return EX_USAGE;
	}
	snprintf(role, sizeof(role), "hotline-modem %s", modem->name);
	log_init(role, conf.debug);
	if (seal_init(&err) < 0 || worker_run(&conf, modem, &err) < 0) {
		log_err("modem{ended}: %s", err.msg);
		return 1;
	}
	return 0;
}

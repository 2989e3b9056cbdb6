/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotline-core: hears texts, holds conversations, calls responders; see hotline-core(8). */
#include <stdio.h>
#include <sysexits.h>

#include "base/conf.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/proc.h"
#include "core/core.h"
#include "seal/keys.h"

int main(int argc, char **argv)
{
	static struct conf conf;
	struct err err;

	proc_harden();
	notify_init();
	if (proc_options(argc, argv, "hotline-core", "", &conf) < argc) {
		fputs("usage: hotline-core [-d] [-c conf] [-s state]\n", stderr);
		return EX_USAGE;
	}
	if (seal_init(&err) < 0 || core_run(&conf, &err) < 0) {
		log_err("core{failed}: %s", err.msg);
		return 1;
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotline-at: holds a modem's tty for libgammu; started by hotline-modem; see hotline-at(8). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/log.h"
#include "base/proc.h"
#include "modem/filter.h"

int main(int argc, char **argv)
{
	struct err err;

	proc_harden();
	if (argc != 4 || strcmp(argv[1], "-f") != 0) {
		fputs("usage: hotline-at -f fd device\n", stderr);
		return EX_USAGE;
	}
	log_init("hotline-at", false);
	if (filter_run(atoi(argv[2]), argv[3], &err) < 0) {
		log_err("filter{failed}: %s", err.msg);
		return 1;
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * proc: what every program of the house does with itself before it does anything else.
 */
#ifndef BASE_PROC_H
#define BASE_PROC_H

#include "base/err.h"

struct conf;

/*
 * No core dumps, no ptrace by others of our user, umask 077, SIGPIPE ignored, and SIGKILL when the
 * process that started us dies, so that no orphan outlives hotlined.
 */
void proc_harden(void);

/*
 * Reads the options that all programs share, [-c CONF] [-s STATE] [-d], loads the configuration and
 * starts the log as `role`. Returns the index of the first argument that is none of these, as
 * getopt(3) does. On a bad option or configuration it says so on standard error and exits with 64
 * (usage) or 78 (configuration), as in sysexits.h. `usage` is printed after the program's name.
 */
int proc_options(int argc, char **argv, const char *role, const char *usage, struct conf *conf);

/* mkdir -p with mode 0700 for what is made; fails when a component is no folder. */
int proc_mkdir(const char *path, struct err *err);

/* The folder that holds the running program, without a trailing slash. */
const char *proc_exe_dir(void);

#endif

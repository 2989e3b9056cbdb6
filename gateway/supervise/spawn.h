/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * spawn: starts a program so that it cannot outlive us, and ends what it leaves behind.
 *
 * Every program leads a process group of its own, is killed by the kernel when hotlined dies
 * (PR_SET_PDEATHSIG), and reports on the notify socket. hotlined is a child subreaper: a helper
 * that left its parent's group becomes hotlined's child, is seen by spawn_kill_strays() and ended.
 */
#ifndef SUPERVISE_SPAWN_H
#define SUPERVISE_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

enum { SPAWN_ARGS_MAX = 16 };

struct program {
	const char *path;                 /* absolute */
	const char *argv[SPAWN_ARGS_MAX]; /* ended by NULL */
	const char *dir;                  /* working directory; NULL: as ours */
	const char *notify;               /* path of the notify socket */
	int lock;                         /* inherited while it lives; -1: none */
};

/* Once, before the first program: become subreaper. */
int spawn_init(struct err *err);

/* The process id, or -1. A program that does not exist is seen as exit status 127. */
pid_t spawn(const struct program *p, struct err *err);

/* SIGKILL to every child of ours for which `known` says no. The number of them. */
int spawn_kill_strays(bool (*known)(void *arg, pid_t pid), void *arg);

#endif

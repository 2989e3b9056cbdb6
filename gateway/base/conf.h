/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conf: hotline.conf(5), read by every program.
 *
 * conf_default() is the whole configuration: a file only changes it. etc/hotline.conf states every
 * option with its default, and a test holds the two together. Relative paths in a file are below
 * the folder of that file, except modem devices, which are below the state directory, where the
 * simulated network keeps them.
 */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <limits.h>
#include <stdbool.h>

#include "base/err.h"

enum { CONF_MODEMS_MAX = 32, CONF_NAME_MAX = 16 };

struct conf_modem {
	char name[CONF_NAME_MAX]; /* [a-z0-9]+, names its keys, streams and Redis user */
	char device[PATH_MAX];    /* tty; absolute once loaded */
	char pin_file[PATH_MAX];  /* empty: the SIM asks for none */
};

struct conf {
	char name[CONF_NAME_MAX]; /* of the hotline: the hash tag of all its Redis keys */
	char state[PATH_MAX];     /* everything that is written */
	char menus[PATH_MAX];     /* folder of menu trees and phrases */
	char tree[32];            /* the tree that serves */
	char roster[PATH_MAX];
	bool debug;

	struct {
		char socket[PATH_MAX]; /* empty: hotlined starts a private redis-server */
		int replicas;          /* WAIT for so many on intake */
	} redis;

	struct {
		int sweep_s;       /* read the whole SIM storage so often */
		int check_s;       /* ask the modem for its signal so often */
		int send_s;        /* wait so long for the network to take a text */
		int spool_percent; /* SIM this full while Redis is away: spool and free it */
	} modem;

	struct {
		int session_days; /* forget a conversation after so long without a text */
		int claim_idle_s; /* take over an entry that another core left lying */
		int tries;        /* set an entry aside after so many */
	} core;

	struct {
		int escalate_s; /* unclaimed: alert the next level after so long */
		int rounds;     /* go through all levels so often */
	} alert;

	struct conf_modem modems[CONF_MODEMS_MAX];
	int n_modems;
};

/* The built-in defaults: two simulated modems, a private Redis. */
void conf_default(struct conf *c);

/*
 * Reads `file` over the defaults; NULL: /etc/hotline/hotline.conf if there is one, else the
 * defaults alone. `state` (may be NULL) overrides the state directory. On failure `err` holds every
 * finding's first: "file:line: what is wrong; what to do".
 */
int conf_load(struct conf *c, const char *file, const char *state, struct err *err);

const struct conf_modem *conf_modem_find(const struct conf *c, const char *name);

#endif

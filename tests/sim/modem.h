/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem: one simulated GSM modem with its SIM.
 *
 * Three lives in one struct: `conf` is what the modem and its SIM are, set by options and by the
 * control socket; the stores and the network's queue last as long as the simulator; what AT
 * commands have set (echo, notifications, ...) is the AT engine's and is lost at a power cycle.
 */
#ifndef SIM_MODEM_H
#define SIM_MODEM_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/err.h"
#include "sim/fault.h"
#include "sim/port.h"
#include "sim/store.h"

enum { MODEM_NAME_MAX = 32, MODEM_WORD_MAX = 64 };

/* What a modem is; modem_conf.c has the table of names, defaults and limits. */
struct modem_conf {
	char msisdn[MODEM_WORD_MAX], imei[MODEM_WORD_MAX], imsi[MODEM_WORD_MAX];
	char iccid[MODEM_WORD_MAX], maker[MODEM_WORD_MAX], model[MODEM_WORD_MAX];
	char revision[MODEM_WORD_MAX];
	char charsets[MODEM_WORD_MAX]; /* names with blanks between */
	char memory[MODEM_WORD_MAX];   /* message memories with blanks between */
	char hex[MODEM_WORD_MAX];      /* what charset HEX means: packed or plain */
	char sim[MODEM_WORD_MAX];      /* present or absent */
	char pin[MODEM_WORD_MAX];      /* empty: not asked for */
	char smsc[MODEM_WORD_MAX];     /* empty: none on the SIM */
	char operator_name[MODEM_WORD_MAX], plmn[MODEM_WORD_MAX];
	unsigned signal, ber;            /* +CSQ's units: 0-31, 99 unknown; 0-7, 99 unknown */
	unsigned size, me_size, sr_size; /* slots */
	unsigned index_base;             /* number of the first slot in AT commands */
	unsigned cnmi3;                  /* 0: the modem offers only (0) for cell broadcast */
	unsigned reg_ms;                 /* from power-on to registration */
	unsigned air_ms;                 /* air time of one text, either way */
	unsigned ussd_ms;                /* the network's answer to a USSD string */
	unsigned roaming;                /* 1: registered, roaming */
};

struct net;
struct at;

struct modem {
	TAILQ_ENTRY(modem) entry;
	char name[MODEM_NAME_MAX];
	struct net *net;
	struct modem_conf conf;
	struct port *port;
	struct at *at;
	struct store *sm, *me, *sr;
	struct fault_list faults;
	struct net_line *line; /* the network's side: queue, air, registration */
	enum modem_frozen frozen;
	bool wait_reopen;   /* a reopening thaws, once a close was seen */
	unsigned pin_tries; /* left; 0 asks for a PUK, which nobody has */
	bool pin_given;
	unsigned radio;    /* +CFUN: 0 off, 1 on, 4 flight mode */
	bool restart;      /* +CFUN=1,1: as soon as it is answered */
	struct ussd *ussd; /* the network's USSD script and the session */
	struct call *call; /* the call that rings, if any */
	struct sms *sms;   /* what +CMGS and direct delivery are in the middle of */
	struct event *replug;
};

/* Makes a modem with default settings, `opts` (see modem_set) and a plugged-in port DIR/NAME. */
struct modem *modem_new(
	struct net *net, const char *dir, const char *name, const char *opts, struct err *e);
void modem_free(struct modem *m);

/* Sets "key=value,key=value"; a comma in a value is written `\,`. All or nothing. */
int modem_set(struct modem *m, const char *opts, struct err *e);
/* "key=value" of every setting, one call of `line` each. */
void modem_show(const struct modem *m, void (*line)(void *arg, const char *text), void *arg);

/* Power cycle: the AT engine starts anew, the PIN is asked for again, a freeze ends. */
void modem_reset(struct modem *m);
/* Pulls the plug; with `back_ms` >= 0 it is put back after that time. */
void modem_unplug(struct modem *m, int back_ms);
int modem_plug(struct modem *m, struct err *e);

void modem_freeze(struct modem *m, enum modem_frozen until);
void modem_thaw(struct modem *m);

/* modem_conf.c: the defaults of modem number `n` (0, 1, ...), and what `conf` lacks by `opts`. */
void modem_conf_default(struct modem_conf *conf, unsigned n);
int modem_conf_parse(struct modem_conf *conf, const char *opts, struct err *e);

/* True when commands of the SIM work: present, and PIN given when one is asked for. */
bool modem_sim_ready(const struct modem *m);
/* True when plugged in, running and with its radio on. */
bool modem_on_air(const struct modem *m);
/* The store of an AT name ("SM", "ME", "SR"), or NULL when this modem lacks it. */
struct store *modem_store(struct modem *m, const char *name);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fault: what a modem does wrong, on demand.
 *
 * A fault is armed by the control command `fault MODEM KIND [key=value]...` and strikes when a
 * matching command comes by; without `on` the kinds that can strike at once do. It strikes `times`
 * times (default once, 0 is until cleared), after letting `skip` chances pass. The table in
 * fault.c says what each kind is for; the places that ask for it are named here.
 */
#ifndef SIM_FAULT_H
#define SIM_FAULT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/err.h"

/* Why a modem answers nothing at all, and what ends it. */
enum modem_frozen { MODEM_RUNS, FROZEN_TILL_THAW, FROZEN_TILL_REOPEN, FROZEN_TILL_RESET };

enum fault_kind {
	/* on the way in, at.c */
	FAULT_MUTE,
	FAULT_ECHO_LOST,
	FAULT_ECHO_TWICE,
	FAULT_ERROR,
	FAULT_CME,
	FAULT_CMS,
	FAULT_NO_PROMPT,
	/* on the way out, at_answer.c */
	FAULT_FREEZE,
	FAULT_GARBAGE,
	FAULT_URC,
	FAULT_CUT,
	FAULT_LATE,
	FAULT_LOST_FINAL,
	FAULT_UNPLUG,
	FAULT_NO_REF,
	/* in the network, network.c */
	FAULT_REFUSE,
	FAULT_FULL,
	FAULT_DUPLICATE,
	FAULT_NO_NETWORK,
	FAULT_KINDS
};

struct fault {
	TAILQ_ENTRY(fault) entry;
	enum fault_kind kind;
	char on[32]; /* the command's beginning after "AT", upper case; "" is any */
	bool given_on;
	unsigned times, skip; /* times 0: for ever */
	unsigned n;           /* a CMS or CME number, a count of octets */
	unsigned ms;
	enum modem_frozen until; /* freeze */
	char place[8];           /* urc: before, inside, after */
	char text[128];          /* urc: the line; garbage: octets, unescaped */
};

TAILQ_HEAD(fault_list, fault);

struct modem;

/* Reads "KIND [key=value]..." and arms it or, for a kind that strikes at once, strikes. */
int fault_arm(struct modem *m, const char *spec, struct err *e);
/* Disarms one kind by name, or all when `name` is NULL; -1 for an unknown name. */
int fault_clear(struct modem *m, const char *name);
/* One call of `line` for each armed fault. */
void fault_show(const struct modem *m, void (*line)(void *arg, const char *text), void *arg);

/* Whether a fault of this kind would strike at `command` now; does not use it up. */
bool fault_armed(const struct modem *m, enum fault_kind kind, const char *command);
/* Asks whether a fault strikes at `command` ("+CSQ", "" for the network's side). Fills `f` with a
 * copy, uses one of its times up and tells the event stream. */
bool fault_strikes(struct modem *m, enum fault_kind kind, const char *command, struct fault *f);

#endif

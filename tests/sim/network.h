/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * network: the operator between modems and handsets.
 *
 * Each modem has a line: a first-in first-out queue of what the service centre holds for it, air
 * time in each direction, and registration. A text waits in the queue while the modem is off,
 * frozen, not registered or its SIM is full, and goes on when that ends. A text that a modem
 * submits goes to the handset or modem of that number; a report comes back when it asked for one.
 */
#ifndef SIM_NETWORK_H
#define SIM_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "sim/feed.h"
#include "sim/modem.h"

struct event_base;
struct net;
struct phone;

TAILQ_HEAD(modem_list, modem);
LIST_HEAD(phone_list, phone);

enum { NET_PHONE_BUCKETS = 1024 };

struct net {
	struct event_base *base;
	struct feed *feed;
	struct modem_list modems;
	struct phone_list phones[NET_PHONE_BUCKETS];
	unsigned next_id; /* of texts */
};

/* Cumulative figures of one line, for `stat`. */
struct net_figures {
	unsigned queued;                     /* texts that wait in the service centre now */
	bool sending, receiving;             /* a text is in the air now */
	unsigned long submitted, refused;    /* from the modem */
	unsigned long delivered;             /* to the modem */
	unsigned long full;                  /* deliveries the SIM had no room for */
	int64_t send_air_us, receive_air_us; /* air time used */
};

struct net *net_new(struct event_base *base);
/* Frees modems and phones too. */
void net_free(struct net *net);

/* By name or by number; NULL when there is none. */
struct modem *net_find(struct net *net, const char *name_or_number);
unsigned net_next_id(struct net *net);

/* modem_new and modem_free make and end the line. */
struct net_line *net_line_new(struct modem *m);
void net_line_free(struct net_line *line);
struct net_figures net_line_figures(const struct modem *m);

/* The modem's power, radio, PIN or freeze changed: register, or lose the network. */
void net_line_changed(struct modem *m);
/* Something that a waiting delivery may have waited for happened. */
void net_line_kick(struct modem *m);
bool net_registered(const struct modem *m);

/* Hands a DELIVER or STATUS-REPORT to the service centre for `m`. Returns its id in events. */
unsigned net_deliver(struct modem *m, const uint8_t *tpdu, size_t len);
/* Texts not yet delivered are forgotten; returns how many. */
unsigned net_line_flush(struct modem *m);

/* Sends a SUBMIT; at_sent is called with the outcome when its air time is over. */
void net_submit(struct modem *m, const uint8_t *tpdu, size_t len);
/* The modem lost power or was unplugged in the middle of a send: its outcome reaches nobody, but
 * what was in the air arrives (the sender can only call it unknown). */
void net_orphan_submit(struct modem *m);

#endif

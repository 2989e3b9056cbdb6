/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * feed: what happens in the simulated network, told as it happens.
 *
 * Each event has a kind (one word) and a line of details; the man page lists them. Listeners hear
 * every event in order, at once, and must not emit in turn. The feed also remembers when something
 * last happened, which is what "quiet" is measured by.
 */
#ifndef SIM_FEED_H
#define SIM_FEED_H

#include <stdbool.h>
#include <stdint.h>

struct feed;

typedef void feed_fn(void *arg, int64_t now_us, const char *kind, const char *details);

struct feed *feed_new(void);
void feed_free(struct feed *f);

/* One listener: the control socket. */
void feed_listen(struct feed *f, feed_fn *fn, void *arg);

void feed_emit(struct feed *f, const char *kind, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Microseconds since an event that counts as life. The kinds `at` and `port` do not count: a
 * worker's heartbeat asks for the signal for ever. */
int64_t feed_quiet_us(const struct feed *f);

/* Steady clock in microseconds; the timestamp of all events. */
int64_t feed_now_us(void);

/* Escapes a text for one line: newline, return, tab, backslash and other control octets. */
struct buf;
void feed_escape(struct buf *out, const char *text);
/* The reverse, in place; -1 for an unknown escape. Never longer than before. */
int feed_unescape(char *text);

#endif

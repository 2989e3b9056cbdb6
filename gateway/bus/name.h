/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * name: the names of all Redis keys, made in one place.
 *
 * Every key of a hotline begins with its name as hash tag, `{kh}:in`, so that one hotline lives on
 * one slot of a Redis Cluster and every atomic step finds its keys together. The table of all keys
 * with their fields is in docs/ARCHITECTURE.md.
 */
#ifndef BUS_NAME_H
#define BUS_NAME_H

enum { BUS_KEY_MAX = 96, BUS_LANES = 1024 };

struct bus_key {
	char s[BUS_KEY_MAX];
};

/* `{hotline}:what`, or `{hotline}:what:rest` where `rest` is not NULL. Names are the project's own
 * and short: one too long is our bug. */
struct bus_key bus_key(const char *hotline, const char *what, const char *rest);

#endif

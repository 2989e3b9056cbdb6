/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * filter: between libgammu and the modem's tty; hotline-at(8).
 *
 * libgammu talks to its standard input and output (connection "proxyat"), the worker to a socket of
 * packets. Both never at once. Each packet is a word and, behind a blank, its argument:
 *
 *     worker -> filter   at <timeout_ms> <command>    a command of its own
 *     filter -> worker   line <text>                  of that command's reply
 *                        done <final>                 OK, ERROR, +CMS ERROR: n, timeout, gone
 *                        urc <line>                   known and unsolicited; libgammu got it too
 *                        drop <count>                 lines that nobody got, so far
 *                        gone <words>                 the tty ended
 *
 * The filter outlives the tty: libgammu 1.42 spins for ever when its peer ends, so every command
 * is answered ERROR then, at once, until libgammu or the worker end.
 */
#ifndef MODEM_FILTER_H
#define MODEM_FILTER_H

#include "base/err.h"

/* Returns when libgammu or the worker is gone; -1 when `device` cannot be opened. */
int filter_run(int control, const char *device, struct err *err);

#endif

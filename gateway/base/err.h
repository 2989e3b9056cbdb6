/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * err: how a function tells what went wrong.
 *
 * A function that can fail at run time returns -1 and fills a struct err that its caller owns. The
 * words are made where the trouble is seen, ready to print: what was wrong, where, and what to do.
 * They never hold a phone number, a message body or a key, since they end in a log.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

struct err {
	char msg[384];
};

/* Fills `e` (may be NULL) and returns -1, so that `return err_set(e, ...)` is the whole exit. */
int err_set(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* As err_set, with ": " and the text of the current errno behind it. */
int err_sys(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "prefix: " before what `e` says already; returns -1. */
int err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif

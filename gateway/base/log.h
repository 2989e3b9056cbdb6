/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log: one line an event, on standard error, for journald or a file.
 *
 *     <6>modem m1{ready}: SIM swept texts=2
 *
 * The prefix is sd-daemon(3)'s priority, then the role, then `object{state}: message key=value`,
 * which the caller writes. Control octets are escaped so that nothing received can forge a line.
 * Never a phone number, never a message body: what the caller must not pass, the log cannot hide.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

enum log_level {
	LOG_LEVEL_ERR = 3,
	LOG_LEVEL_WARN = 4,
	LOG_LEVEL_NOTICE = 5,
	LOG_LEVEL_INFO = 6,
	LOG_LEVEL_DEBUG = 7
};

/* Names the role; `debug` lets log_debug through. The string is borrowed for ever. */
void log_init(const char *role, bool debug);

void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#define log_err(...)    log_line(LOG_LEVEL_ERR, __VA_ARGS__)
#define log_warn(...)   log_line(LOG_LEVEL_WARN, __VA_ARGS__)
#define log_notice(...) log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_info(...)   log_line(LOG_LEVEL_INFO, __VA_ARGS__)
#define log_debug(...)  log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)

#endif

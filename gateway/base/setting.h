/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * setting: files that operators write (libconfig's form), read without trust.
 *
 * Every complaint reads "file:line: what is wrong; what to do", so that a person who is no
 * programmer finds the place and mends it. A file comes whole into memory first: it must be an
 * ordinary one of a sane size, shallow, without @include, since menus may come from strangers and
 * must not read other files of ours. A byte order mark, as Windows editors leave it, is skipped.
 */
#ifndef BASE_SETTING_H
#define BASE_SETTING_H

#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* How deep { ( [ may nest. */
enum { SETTING_DEPTH_MAX = 16 };

/* Appends the file to `out`. Refuses what is no ordinary file and what has more than `max` octets.
 */
int setting_read(struct buf *out, const char *file, size_t max, struct err *err);

struct setting_file {
	config_t cfg;
	const char *name; /* borrowed; begins every complaint */
	struct err *err;  /* borrowed; the first complaint goes here */
};

/* Parses. On success the file must be closed; on failure it is closed already. */
int setting_open(
	struct setting_file *f, const char *name, const char *data, size_t len, struct err *err);
void setting_close(struct setting_file *f);
config_setting_t *setting_root(struct setting_file *f);

/* "file:line: ..." for the line of `at`; returns -1. */
int setting_bad(struct setting_file *f, const config_setting_t *at, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Checks that a group has no keys but these (NULL-terminated); suggests the nearest. `what` names
 * the group: "a responder". */
int setting_keys(struct setting_file *f, const config_setting_t *group, const char *what,
	const char *const *known);

/* Whether `group` must have the key. When it may be missing and is, the target stays as it was. */
enum setting_need { SETTING_MAY, SETTING_MUST };

int setting_string(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, const char **out);
int setting_int(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, int min, int max, int *out);
int setting_bool(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, bool *out);
/* An array of strings, at most `max`. Sets `*n`. */
int setting_strings(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, const char **out, int max, int *n);

/* The word of a NULL-terminated list that is at most two slips from `word`, or NULL. */
const char *setting_nearest(const char *word, const char *const *list);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tsv: lists that operators edit: UTF-8, a record per line, fields between tabs, '#' begins a
 * comment line, empty lines are skipped, a final CR is ignored (editors on other systems leave it).
 */
#ifndef TEXT_TSV_H
#define TEXT_TSV_H

#include "base/err.h"

#include <stddef.h>
#include <stdio.h>

enum { TSV_FIELDS = 8 };

struct tsv {
	FILE *f;
	char *line;
	size_t room;
	const char *path;
	unsigned number;         /* of the line just read, from 1 */
	size_t n;                /* its fields */
	char *field[TSV_FIELDS]; /* those missing are "" */
};

/* `path` is borrowed until tsv_close. */
int tsv_open(struct tsv *t, const char *path, struct err *err);
/* 1: a record; 0: the end; -1: a line that cannot be read ("path:line: what" in `err`). */
int tsv_next(struct tsv *t, struct err *err);
void tsv_close(struct tsv *t);
/* Fills `err` with "path:line: " and the words; returns -1. */
int tsv_fail(const struct tsv *t, struct err *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif

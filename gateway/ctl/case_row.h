/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * case_row: what may be known of a case without opening it: the fields of {h}:case:<id>.
 */
#ifndef CTL_CASE_ROW_H
#define CTL_CASE_ROW_H

#include <stdint.h>

#include "base/buf.h"
#include "ctl/ctl.h"

enum { CASE_ID_MAX = 32, CASE_FIELD_MAX = 32 };

struct case_row {
	char id[CASE_ID_MAX + 1];
	char state[CASE_FIELD_MAX], urgency[CASE_FIELD_MAX], lang[CASE_FIELD_MAX];
	char country[CASE_FIELD_MAX], owner[CASE_FIELD_MAX];
	int64_t opened_ms, changed_ms; /* wall */
	struct buf key;                /* the wrapped case key */
};

/* Can it be the name of a case at all? */
bool case_id_ok(const char *id);

/* 1: filled, to be freed; 0: there is no such case; -1. A field that is missing or too long for its
 * place is shown as "?". */
int case_row_load(struct case_row *row, struct ctl *ctl, const char *id, struct err *err);
void case_row_free(struct case_row *row);

/* As JSON, without the key. */
json_t *case_row_json(const struct case_row *row);

#endif

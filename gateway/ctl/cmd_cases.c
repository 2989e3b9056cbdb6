/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotlinectl cases: the list of cases, oldest first; nothing of what was said in them. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "base/clock.h"
#include "bus/name.h"
#include "ctl/case_row.h"
#include "ctl/ctl.h"

static void print_padded(const char *s, int width)
{
	int n = (int)strlen(s);

	ctl_puts(*s ? s : "-");
	printf("%*s", n < width ? width - (*s ? n : 1) : 1, "");
}

static void print_row(const struct case_row *row)
{
	char age[16];

	ctl_print_age(age, clock_wall_ms() - row->opened_ms);
	print_padded(row->id, 14);
	print_padded(row->state, 10);
	print_padded(row->urgency, 10);
	print_padded(row->lang, 6);
	print_padded(row->country, 8);
	print_padded(age, 9);
	ctl_puts(*row->owner ? row->owner : "-");
	putchar('\n');
}

static int each(struct ctl *ctl, const redisReply *ids, json_t *list, struct err *err)
{
	struct case_row row;
	size_t i;

	for (i = 0; i < ids->elements; i++) {
		const char *id = ids->element[i]->str;
		int found;

		if (id == NULL || !case_id_ok(id))
			continue;
		found = case_row_load(&row, ctl, id, err);
		if (found < 0)
			return -1;
		if (found == 0) /* erased meanwhile */
			continue;
		if (list != NULL)
			json_array_append_new(list, case_row_json(&row));
		else
			print_row(&row);
		case_row_free(&row);
	}
	return 0;
}

static int cases(struct ctl *ctl, int argc, char **argv)
{
	bool json = ctl_take_flag(&argc, argv, "--json");
	bool open = ctl_take_flag(&argc, argv, "--open");
	json_t *list = NULL;
	struct bus_key key;
	struct err err;
	redisReply *r;
	int bad;

	if (argc != 1)
		return ctl_usage(&cmd_cases);
	bad = ctl_wire(ctl, &cmd_cases);
	if (bad)
		return bad;
	key = bus_key(ctl->conf.name, open ? "open" : "cases", NULL);
	r = WIRE_CALL(ctl->wire, &err, ARG("ZRANGE"), ARG(key.s), ARG("0"), ARG("-1"));
	if (r == NULL)
		return ctl_fail(&cmd_cases, EX_UNAVAILABLE, "%s", err.msg);
	if (json)
		list = json_array();
	else
		puts("ID            STATE     URGENCY   LANG  COUNTRY AGE      OWNER");
	bad = each(ctl, r, list, &err);
	freeReplyObject(r);
	if (bad) {
		json_decref(list);
		return ctl_fail(&cmd_cases, EX_UNAVAILABLE, "%s", err.msg);
	}
	return json ? ctl_print_json(list) : 0;
}

const struct ctl_command cmd_cases = {
	.name = "cases",
	.args = "[--open] [--json]",
	.help = "list the cases",
	.run = cases,
};

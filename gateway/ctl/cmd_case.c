/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hotlinectl case ID: opens a case with the core's keys and prints what was said and done in it.
 *
 * The case key is wrapped under the core's key (label "wrap:<id>"), each entry is locked under the
 * case key (label "case:<id>"). An entry that does not open is said so and passed over: the rest of
 * the case must still be readable, and the exit status tells.
 */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "bus/name.h"
#include "bus/record.h"
#include "ctl/case_row.h"
#include "ctl/ctl.h"
#include "seal/box.h"

enum { PAGE = 200 };

struct reading {
	struct ctl *ctl;
	const char *id;
	uint8_t key[SEAL_KEY_LEN];
	json_t *entries; /* NULL: print */
	char last[32];   /* stream id of the last entry read */
	int n, damaged;
};

static const char *kind_name(enum entry_kind kind)
{
	static const char *const names[] = {"in", "out", "result", "event"};

	return names[kind];
}

static void print_entry(const struct rec_entry *e)
{
	time_t at = (time_t)(e->at_ms / 1000);
	struct tm tm;
	char when[32] = "?";

	if (localtime_r(&at, &tm) != NULL)
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S", &tm);
	printf("%s  %-6s  ", when, kind_name(e->kind));
	ctl_puts(*e->who ? e->who : "-");
	if (*e->lang) {
		fputs(" [", stdout);
		ctl_puts(e->lang);
		putchar(']');
	}
	if (*e->ref) {
		fputs(" (", stdout);
		ctl_puts(e->ref);
		putchar(')');
	}
	fputs(": ", stdout);
	ctl_puts(e->text);
	putchar('\n');
}

static json_t *entry_json(const struct rec_entry *e)
{
	return json_pack("{ss sI ss ss ss ss}", "kind", kind_name(e->kind), "at_ms",
		(json_int_t)e->at_ms, "who", e->who, "text", e->text, "lang", e->lang, "ref",
		e->ref);
}

static int open_entry(struct reading *r, const redisReply *fields, struct err *err)
{
	const redisReply *box = reply_field(fields, "b");
	struct buf plain = BUF_INIT;
	struct rec_entry e;
	char label[64];
	int bad;

	if (box == NULL)
		return err_set(err, "it has no contents");
	snprintf(label, sizeof(label), "case:%s", r->id);
	bad = box_unlock(&plain, r->key, label, box->str, box->len, err) < 0 ||
	      rec_entry_decode(&e, plain.data, plain.len, err) < 0;
	buf_free(&plain);
	if (bad)
		return -1;
	if (r->entries != NULL)
		json_array_append_new(r->entries, entry_json(&e));
	else
		print_entry(&e);
	rec_entry_free(&e);
	return 0;
}

static int read_page(struct reading *r, struct err *err)
{
	struct bus_key log = bus_key(r->ctl->conf.name, "log", r->id);
	char from[40], page[12];
	redisReply *reply;
	struct err why;
	size_t i, n;

	snprintf(from, sizeof(from), "%s%s", r->last[0] ? "(" : "", r->last[0] ? r->last : "-");
	snprintf(page, sizeof(page), "%d", PAGE);
	reply = WIRE_CALL(r->ctl->wire, err, ARG("XRANGE"), ARG(log.s), ARG(from), ARG("+"),
		ARG("COUNT"), ARG(page));
	if (reply == NULL)
		return -1;
	n = reply->elements;
	for (i = 0; i < n; i++) {
		const redisReply *entry = reply->element[i];

		if (entry->elements != 2 || entry->element[0]->str == NULL)
			continue;
		snprintf(r->last, sizeof(r->last), "%s", entry->element[0]->str);
		r->n++;
		if (open_entry(r, entry->element[1], &why) == 0)
			continue;
		r->damaged++;
		ctl_fail(&cmd_case, 0, "entry %s of case %s does not open: %s", r->last, r->id,
			why.msg);
	}
	freeReplyObject(reply);
	return n == PAGE;
}

static int open_case(struct reading *r, const struct case_row *row, struct err *err)
{
	uint8_t *master = key_load(&r->ctl->conf, "core", "sym.key", err), *wrapper;
	struct buf key = BUF_INIT;
	char label[64];
	int bad;

	if (master == NULL)
		return -1;
	wrapper = key_derive(master, SEAL_FOR_CASE);
	key_free(master);
	snprintf(label, sizeof(label), "wrap:%s", row->id);
	bad = box_unlock(&key, wrapper, label, row->key.data, row->key.len, err);
	key_free(wrapper);
	if (!bad && key.len != SEAL_KEY_LEN)
		bad = err_set(err, "its key has %zu octets", key.len);
	if (!bad)
		memcpy(r->key, key.data, SEAL_KEY_LEN);
	buf_free(&key);
	return bad;
}

static int read_all(struct reading *r, const struct case_row *row)
{
	struct err err;
	int more;

	if (open_case(r, row, &err) < 0)
		return ctl_fail(&cmd_case, EX_DATAERR, "case %s does not open: %s", r->id, err.msg);
	do
		more = read_page(r, &err);
	while (more > 0);
	explicit_bzero(r->key, sizeof(r->key));
	if (more < 0)
		return ctl_fail(&cmd_case, EX_UNAVAILABLE, "%s", err.msg);
	return r->damaged > 0 ? EX_DATAERR : 0;
}

static void print_head(const struct case_row *row)
{
	fputs("case ", stdout);
	ctl_puts(row->id);
	fputs("  ", stdout);
	ctl_puts(row->state);
	putchar(' ');
	ctl_puts(row->urgency);
	putchar(' ');
	ctl_puts(row->lang);
	putchar('/');
	ctl_puts(row->country);
	fputs(*row->owner ? "  taken by " : "", stdout);
	ctl_puts(row->owner);
	putchar('\n');
}

static int show(struct ctl *ctl, const char *id, bool json)
{
	struct reading r = {.ctl = ctl, .id = id};
	struct case_row row;
	struct err err;
	int status, found = case_row_load(&row, ctl, id, &err);

	if (found < 0)
		return ctl_fail(&cmd_case, EX_UNAVAILABLE, "%s", err.msg);
	if (found == 0)
		return ctl_fail(&cmd_case, EX_NOINPUT,
			"there is no case %s; \"hotlinectl cases\" lists them", id);
	if (!json) {
		print_head(&row);
		status = read_all(&r, &row);
	} else {
		json_t *all = case_row_json(&row);

		r.entries = json_array();
		json_object_set_new(all, "entries", r.entries);
		status = read_all(&r, &row);
		ctl_print_json(all);
	}
	case_row_free(&row);
	return status;
}

static int run(struct ctl *ctl, int argc, char **argv)
{
	bool json = ctl_take_flag(&argc, argv, "--json");
	int bad;

	if (argc != 2)
		return ctl_usage(&cmd_case);
	if (!case_id_ok(argv[1]))
		return ctl_fail(&cmd_case, EX_USAGE,
			"that is no case's name; \"hotlinectl cases\" lists them");
	bad = ctl_wire(ctl, &cmd_case);
	return bad ? bad : show(ctl, argv[1], json);
}

const struct ctl_command cmd_case = {
	.name = "case",
	.args = "[--json] ID",
	.help = "open a case and print what was said",
	.run = run,
};

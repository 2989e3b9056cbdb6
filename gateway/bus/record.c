/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * record.c: records as JSON. Members are read through a few strict getters that remember the first
 * complaint, so that a decoder is a list of members and one question at its end.
 */
#include "bus/record.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"

struct reader {
	json_t *root;
	const char *wrong; /* the first member that was missing or of the wrong kind */
};

static const json_t *member(struct reader *r, const char *name, bool right, const json_t *v)
{
	if (v != NULL && right)
		return v;
	if (r->wrong == NULL)
		r->wrong = name;
	return NULL;
}

static int64_t get_int(struct reader *r, const char *name)
{
	const json_t *v = json_object_get(r->root, name);

	v = member(r, name, json_is_integer(v), v);
	return v != NULL ? json_integer_value(v) : 0;
}

static bool get_bool(struct reader *r, const char *name)
{
	const json_t *v = json_object_get(r->root, name);

	return member(r, name, json_is_boolean(v), v) != NULL && json_is_true(v);
}

static const char *get_string(struct reader *r, const char *name)
{
	const json_t *v = json_object_get(r->root, name);

	v = member(r, name, json_is_string(v), v);
	return v != NULL ? json_string_value(v) : "";
}

static void get_field(struct reader *r, const char *name, char *out, size_t room)
{
	const char *s = get_string(r, name);

	if (strlen(s) >= room) {
		member(r, name, false, NULL);
		s = "";
	}
	strcpy(out, s);
}

static size_t get_pdu(struct reader *r, const char *name, uint8_t *out)
{
	const char *s = get_string(r, name);
	int n = hex_decode(out, REC_PDU_MAX, s, strlen(s));

	if (n < 0)
		member(r, name, false, NULL);
	return n > 0 ? (size_t)n : 0;
}

static int reader_open(struct reader *r, const char *json, size_t len, struct err *err)
{
	r->wrong = NULL;
	r->root = json_loadb(json, len, JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(r->root)) {
		json_decref(r->root);
		return err_set(err, "record is no JSON object");
	}
	return 0;
}

static int reader_close(struct reader *r, struct err *err)
{
	json_decref(r->root);
	if (r->wrong != NULL)
		return err_set(err, "record: \"%s\" is missing or wrong", r->wrong);
	return 0;
}

/* Takes `o`. */
static void write_out(struct buf *out, json_t *o)
{
	size_t len = json_dumpb(o, NULL, 0, JSON_COMPACT);
	char *text = xmalloc(len);

	assert(len > 0);
	json_dumpb(o, text, len, JSON_COMPACT);
	buf_put(out, text, len);
	explicit_bzero(text, len);
	free(text);
	json_decref(o);
}

static void set_hex(json_t *o, const char *name, const uint8_t *pdu, size_t len)
{
	char hex[2 * REC_PDU_MAX + 1];

	assert(len <= REC_PDU_MAX);
	hex_encode(hex, pdu, len);
	json_object_set_new(o, name, json_string(hex));
}

static void wipe_text(char **text)
{
	if (*text != NULL)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

void rec_in_encode(struct buf *out, const struct rec_in *r)
{
	json_t *o = json_pack("{ss ss ss sI sI sb si si si si}", "ch", r->channel, "from", r->from,
		"text", r->text != NULL ? r->text : "", "sent", (json_int_t)r->sent_ms, "read",
		(json_int_t)r->read_ms, "bin", (int)r->binary, "flash", r->flash, "ref", r->ref,
		"total", r->total, "part", r->part);

	assert(o != NULL);
	set_hex(o, "pdu", r->pdu, r->pdu_len);
	write_out(out, o);
}

int rec_in_decode(struct rec_in *r, const char *json, size_t len, struct err *err)
{
	struct reader in;

	memset(r, 0, sizeof(*r));
	if (reader_open(&in, json, len, err) < 0)
		return -1;
	get_field(&in, "ch", r->channel, sizeof(r->channel));
	get_field(&in, "from", r->from, sizeof(r->from));
	r->text = xstrdup(get_string(&in, "text"));
	r->sent_ms = get_int(&in, "sent");
	r->read_ms = get_int(&in, "read");
	r->pdu_len = get_pdu(&in, "pdu", r->pdu);
	r->binary = get_bool(&in, "bin");
	r->flash = (int)get_int(&in, "flash");
	r->ref = (int)get_int(&in, "ref");
	r->total = (int)get_int(&in, "total");
	r->part = (int)get_int(&in, "part");
	if (r->total < 1 || r->total > 255 || r->part < 1 || r->part > r->total)
		member(&in, "part", false, NULL);
	if (reader_close(&in, err) == 0)
		return 0;
	rec_in_free(r);
	return -1;
}

void rec_in_free(struct rec_in *r)
{
	wipe_text(&r->text);
	explicit_bzero(r, sizeof(*r));
}

static const char *const kinds[] = {"reply", "alert", "notice"};

const char *out_kind_name(enum out_kind kind)
{
	return kinds[kind];
}

int out_kind_parse(const char *name, enum out_kind *kind)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i], name) == 0) {
			*kind = (enum out_kind)i;
			return 0;
		}
	}
	return -1;
}

void rec_out_encode(struct buf *out, const struct rec_out *r)
{
	json_t *o = json_pack(
		"{ss ss ss}", "to", r->to, "text", r->text, "kind", out_kind_name(r->kind));

	assert(o != NULL);
	write_out(out, o);
}

int rec_out_decode(struct rec_out *r, const char *json, size_t len, struct err *err)
{
	struct reader in;

	memset(r, 0, sizeof(*r));
	if (reader_open(&in, json, len, err) < 0)
		return -1;
	get_field(&in, "to", r->to, sizeof(r->to));
	r->text = xstrdup(get_string(&in, "text"));
	if (out_kind_parse(get_string(&in, "kind"), &r->kind) < 0)
		member(&in, "kind", false, NULL);
	if (reader_close(&in, err) == 0)
		return 0;
	rec_out_free(r);
	return -1;
}

void rec_out_free(struct rec_out *r)
{
	wipe_text(&r->text);
	explicit_bzero(r, sizeof(*r));
}

void rec_entry_encode(struct buf *out, const struct rec_entry *r)
{
	json_t *o = json_pack("{si sI ss ss ss ss}", "kind", (int)r->kind, "at",
		(json_int_t)r->at_ms, "who", r->who, "text", r->text != NULL ? r->text : "", "lang",
		r->lang, "ref", r->ref);

	assert(o != NULL);
	set_hex(o, "pdu", r->pdu, r->pdu_len);
	write_out(out, o);
}

int rec_entry_decode(struct rec_entry *r, const char *json, size_t len, struct err *err)
{
	struct reader in;
	int64_t kind;

	memset(r, 0, sizeof(*r));
	if (reader_open(&in, json, len, err) < 0)
		return -1;
	kind = get_int(&in, "kind");
	if (kind < ENTRY_IN || kind > ENTRY_EVENT)
		member(&in, "kind", false, NULL);
	r->kind = (enum entry_kind)kind;
	r->at_ms = get_int(&in, "at");
	get_field(&in, "who", r->who, sizeof(r->who));
	r->text = xstrdup(get_string(&in, "text"));
	get_field(&in, "lang", r->lang, sizeof(r->lang));
	get_field(&in, "ref", r->ref, sizeof(r->ref));
	r->pdu_len = get_pdu(&in, "pdu", r->pdu);
	if (reader_close(&in, err) == 0)
		return 0;
	rec_entry_free(r);
	return -1;
}

void rec_entry_free(struct rec_entry *r)
{
	wipe_text(&r->text);
	explicit_bzero(r, sizeof(*r));
}

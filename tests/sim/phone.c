/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * phone.c: handsets, the splitting of what they send and the joining of what they get.
 */
#include "sim/phone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "sim/alphabet.h"
#include "sim/network.h"

enum { PARTIALS_MAX = 16, PARTS_MAX = 255, STATUS_FAILED = 0x20 };

/* A long text of which parts are missing. */
struct partial {
	LIST_ENTRY(partial) entry;
	const struct modem *from;
	struct tpdu_concat key;
	unsigned have;
	struct buf text[PARTS_MAX], hex[PARTS_MAX];
};

struct phone {
	LIST_ENTRY(phone) entry;
	char number[TPDU_NUMBER_MAX];
	unsigned ref, ref_bits;
	uint8_t status;
	enum { AUTO, FORCE_GSM7, FORCE_UCS2 } encoding;
	LIST_HEAD(, partial) partials;
	unsigned n_partials;
};

static unsigned bucket_of(const char *s)
{
	unsigned h = 5381;

	while (*s != '\0')
		h = h * 33 + (unsigned char)*s++;
	return h % NET_PHONE_BUCKETS;
}

static bool possible(const char *number)
{
	const char *digits = number + (*number == '+');
	size_t n = strlen(digits);

	if (n == 0)
		return false;
	if (strspn(digits, "0123456789*#") == n)
		return n <= 20;
	return strlen(number) <= 11;
}

struct phone *phone_get(struct net *net, const char *number)
{
	struct phone_list *bucket = &net->phones[bucket_of(number)];
	struct phone *p;

	LIST_FOREACH(p, bucket, entry)
	if (strcmp(p->number, number) == 0)
		return p;
	if (!possible(number))
		return NULL;
	p = xcalloc(1, sizeof(*p));
	snprintf(p->number, sizeof(p->number), "%s", number);
	p->ref_bits = 8;
	LIST_INIT(&p->partials);
	LIST_INSERT_HEAD(bucket, p, entry);
	return p;
}

static void partial_free(struct phone *p, struct partial *part)
{
	unsigned i;

	for (i = 0; i < PARTS_MAX; i++) {
		buf_free(&part->text[i]);
		buf_free(&part->hex[i]);
	}
	LIST_REMOVE(part, entry);
	p->n_partials--;
	free(part);
}

void phones_free(struct net *net)
{
	struct phone *p;
	unsigned i;

	for (i = 0; i < NET_PHONE_BUCKETS; i++) {
		while ((p = LIST_FIRST(&net->phones[i])) != NULL) {
			while (!LIST_EMPTY(&p->partials))
				partial_free(p, LIST_FIRST(&p->partials));
			LIST_REMOVE(p, entry);
			free(p);
		}
	}
}

static int set_one(struct phone *p, const char *key, const char *value, struct err *e)
{
	static const char *const encodings[] = {"auto", "gsm7", "ucs2"};
	char *end;
	unsigned long n = strtoul(value, &end, 0);
	unsigned i;

	if (strcmp(key, "ref") == 0 && (n == 8 || n == 16) && *end == '\0') {
		p->ref_bits = (unsigned)n;
		return 0;
	}
	if (strcmp(key, "status") == 0 && end != value && *end == '\0' && n <= 0xff) {
		p->status = (uint8_t)n;
		return 0;
	}
	for (i = 0; strcmp(key, "encoding") == 0 && i < 3; i++) {
		if (strcmp(value, encodings[i]) == 0) {
			p->encoding = i;
			return 0;
		}
	}
	return err_set(e, "%s=%s: a handset has ref=8|16, status=0-255, encoding=auto|gsm7|ucs2",
		key, value);
}

int phone_set(struct phone *p, const char *opts, struct err *e)
{
	char *copy = xstrdup(opts), *rest = copy, *word, *value;
	int rc = 0;

	while (rc == 0 && (word = strsep(&rest, ",")) != NULL) {
		value = strchr(word, '=');
		if (value != NULL)
			*value++ = '\0';
		rc = set_one(p, word, value ? value : "", e);
	}
	free(copy);
	return rc;
}

/* --- sending --------------------------------------------------------------------------------- */

/* A text in its alphabet: septets one to an octet, or UTF-16 with the high octet first. */
struct coded {
	bool gsm7;
	struct buf units;
};

static int code(const struct phone *p, struct coded *c, const char *text, struct err *e)
{
	*c = (struct coded){.gsm7 = true, .units = BUF_INIT};
	if (p->encoding != FORCE_UCS2 && gsm7_from_utf8(&c->units, text) == 0)
		return 0;
	if (p->encoding == FORCE_GSM7)
		return err_set(e, "the GSM alphabet cannot say this");
	c->gsm7 = false;
	if (ucs2_from_utf8(&c->units, text) < 0)
		return err_set(e, "the text is not valid UTF-8");
	return 0;
}

/* How many octets of `units` from `at` on go into a part of `limit` octets. */
static size_t take(const struct coded *c, size_t at, size_t limit)
{
	const uint8_t *u = (const uint8_t *)c->units.data + at;
	size_t left = c->units.len - at;

	if (left <= limit)
		return left;
	if (c->gsm7 && u[limit - 1] == 0x1b)
		return limit - 1;
	if (!c->gsm7 && (u[limit - 2] & 0xfc) == 0xd8)
		return limit - 2;
	return limit;
}

static size_t part_limit(const struct phone *p, const struct coded *c, bool alone)
{
	if (c->gsm7)
		return alone ? 160 : p->ref_bits == 8 ? 153 : 152;
	return alone ? 140 : p->ref_bits == 8 ? 134 : 132;
}

static unsigned count_parts(const struct coded *c, size_t limit)
{
	size_t at = 0;
	unsigned n = 0;

	do {
		at += take(c, at, limit);
		n++;
	} while (at < c->units.len);
	return n;
}

static size_t put_concat(const struct phone *p, uint8_t *udh, unsigned total, unsigned part)
{
	size_t n = 0;

	if (total < 2)
		return 0;
	udh[n++] = p->ref_bits == 8 ? 0x00 : 0x08;
	udh[n++] = p->ref_bits == 8 ? 3 : 4;
	if (p->ref_bits == 16)
		udh[n++] = (uint8_t)(p->ref >> 8);
	udh[n++] = (uint8_t)p->ref;
	udh[n++] = (uint8_t)total;
	udh[n++] = (uint8_t)part;
	return n;
}

int phone_text(struct phone *p, struct modem *to, const char *text, struct err *e)
{
	struct tpdu_deliver d = {.scts = time(NULL)};
	uint8_t tpdu[TPDU_MAX], udh[8];
	unsigned total = 1, part;
	size_t limit, at = 0;
	struct coded c;

	if (code(p, &c, text, e) < 0) {
		buf_free(&c.units);
		return -1;
	}
	limit = part_limit(p, &c, true);
	if (c.units.len > limit) {
		limit = part_limit(p, &c, false);
		total = count_parts(&c, limit);
		p->ref++;
	}
	if (total > PARTS_MAX) {
		buf_free(&c.units);
		return err_set(e, "the text needs %u parts, the standard has %d", total, PARTS_MAX);
	}
	memcpy(d.from, p->number, sizeof(d.from));
	for (part = 1; part <= total; part++) {
		size_t udh_len = put_concat(p, udh, total, part), len = take(&c, at, limit);
		const uint8_t *units = (const uint8_t *)c.units.data + at;
		unsigned id;

		if (c.gsm7)
			tpdu_ud_gsm7(&d.ud, udh, udh_len, units, len);
		else
			tpdu_ud_octets(&d.ud, 0x08, udh, udh_len, units, len);
		d.more = part < total;
		at += len;
		id = net_deliver(to, tpdu, tpdu_put_deliver(tpdu, &d));
		feed_emit(to->net->feed, "text", "%s %s %u %u/%u", p->number, to->name, id, part,
			total);
	}
	buf_free(&c.units);
	return (int)total;
}

/* --- receiving ------------------------------------------------------------------------------- */

static void tell(struct phone *p, struct modem *from, const char *hex, const char *text)
{
	struct buf line = BUF_INIT;

	feed_escape(&line, text);
	feed_emit(from->net->feed, "got", "%s %s %s %s", p->number, from->name, hex,
		line.data ? line.data : "");
	buf_free(&line);
}

static struct partial *partial_of(
	struct phone *p, const struct modem *from, const struct tpdu_concat *key)
{
	struct partial *part, *last = NULL;

	LIST_FOREACH(part, &p->partials, entry)
	{
		last = part;
		if (part->from == from && part->key.ref == key->ref &&
			part->key.total == key->total && part->key.wide == key->wide)
			return part;
	}
	if (p->n_partials >= PARTIALS_MAX)
		partial_free(p, last);
	part = xcalloc(1, sizeof(*part));
	part->from = from;
	part->key = *key;
	LIST_INSERT_HEAD(&p->partials, part, entry);
	p->n_partials++;
	return part;
}

static void complete(struct phone *p, struct modem *from, struct partial *part)
{
	struct buf text = BUF_INIT, hex = BUF_INIT;
	unsigned i;

	for (i = 0; i < part->key.total; i++) {
		buf_put(&text, part->text[i].data, part->text[i].len);
		buf_printf(&hex, "%s%s", i ? "," : "", part->hex[i].data);
	}
	tell(p, from, hex.data, text.data);
	buf_free(&text);
	buf_free(&hex);
	partial_free(p, part);
}

uint8_t phone_receive(
	struct modem *from, const struct tpdu_submit *s, const uint8_t *tpdu, size_t len)
{
	struct phone *p = phone_get(from->net, s->to);
	struct tpdu_concat key = tpdu_ud_concat(&s->ud);
	struct buf text = BUF_INIT;
	char hex[2 * TPDU_MAX + 1];

	if (p == NULL)
		return 0x41; /* incompatible destination (3GPP 23.040 §9.2.3.15) */
	if (p->status >= STATUS_FAILED)
		return p->status;
	buf_put(&text, "", 0);
	tpdu_ud_text(&s->ud, &text);
	hex_encode(hex, tpdu, len);
	if (key.total < 2) {
		tell(p, from, hex, text.data);
		buf_free(&text);
	} else {
		struct partial *part = partial_of(p, from, &key);
		struct buf *slot = &part->text[key.part - 1];

		if (slot->data == NULL) {
			*slot = text;
			buf_puts(&part->hex[key.part - 1], hex);
			part->have++;
		} else {
			buf_free(&text);
		}
		if (part->have == key.total)
			complete(p, from, part);
	}
	return p->status;
}

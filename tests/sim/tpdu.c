/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tpdu.c: DELIVER, SUBMIT and STATUS-REPORT, field by field in the order of 3GPP 23.040 §9.2.2.
 * A cursor that remembers having run out keeps the readers free of length arithmetic.
 */
#include "sim/tpdu.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "sim/alphabet.h"

enum { TON_INTERNATIONAL = 0x91, TON_UNKNOWN = 0x81, TON_ALPHA = 0xd0 };

struct cursor {
	const uint8_t *at, *end;
	bool ran_out;
};

static uint8_t next(struct cursor *c)
{
	if (c->at == c->end) {
		c->ran_out = true;
		return 0;
	}
	return *c->at++;
}

static const uint8_t *skip(struct cursor *c, size_t n)
{
	const uint8_t *p = c->at;

	if ((size_t)(c->end - c->at) < n) {
		c->ran_out = true;
		c->at = c->end;
		return NULL;
	}
	c->at += n;
	return p;
}

static bool all_digits(const char *s)
{
	return *s != '\0' && strspn(s, "0123456789*#abc") == strlen(s);
}

/* Swapped half octets (§9.1.2.3), an odd one filled with 0xF. */
static size_t put_digits(uint8_t *out, const char *digits)
{
	static const char names[] = "0123456789*#abc";
	size_t n = strlen(digits), i;

	for (i = 0; i < n; i++) {
		uint8_t v = (uint8_t)(strchr(names, digits[i]) - names);

		if (i % 2 == 0)
			out[i / 2] = (uint8_t)(0xf0 | v);
		else
			out[i / 2] = (uint8_t)((out[i / 2] & 0x0f) | v << 4);
	}
	return (n + 1) / 2;
}

static void get_digits(char *out, const uint8_t *in, size_t n)
{
	static const char names[] = "0123456789*#abc?";
	size_t i;

	for (i = 0; i < n; i++)
		*out++ = names[i % 2 == 0 ? in[i / 2] & 0x0f : in[i / 2] >> 4];
	*out = '\0';
}

size_t tpdu_put_number(uint8_t *out, const char *number)
{
	const char *digits = number + (*number == '+');

	assert(strlen(number) < TPDU_NUMBER_MAX);
	if (all_digits(digits)) {
		size_t n = strlen(digits);

		out[0] = (uint8_t)n;
		out[1] = *number == '+' ? TON_INTERNATIONAL : TON_UNKNOWN;
		return 2 + put_digits(out + 2, digits);
	} else {
		struct buf septets = BUF_INIT;
		size_t n;

		if (gsm7_from_utf8(&septets, number) < 0)
			buf_puts(&septets, "?");
		n = septets.len > 11 ? 11 : septets.len;
		out[0] = (uint8_t)((7 * n + 3) / 4);
		out[1] = TON_ALPHA;
		n = septets_pack(out + 2, (uint8_t *)septets.data, n, 0);
		buf_free(&septets);
		return 2 + n;
	}
}

size_t tpdu_put_smsc(uint8_t *out, const char *number)
{
	uint8_t address[2 + TPDU_NUMBER_MAX];
	size_t len = tpdu_put_number(address, number);

	out[0] = (uint8_t)(len - 1);
	memcpy(out + 1, address + 1, len - 1);
	return len;
}

static void get_number(char *out, struct cursor *c)
{
	size_t n = next(c);
	uint8_t type = next(c);
	const uint8_t *in;

	*out = '\0';
	if (n > 20) {
		c->ran_out = true;
		return;
	}
	in = skip(c, (n + 1) / 2);
	if (in == NULL)
		return;
	if ((type & 0x70) == 0x50) {
		uint8_t septets[12];
		struct buf text = BUF_INIT;

		gsm7_to_utf8(
			&text, septets, septets_unpack(septets, n * 4 / 7, in, (n + 1) / 2, 0));
		snprintf(out, TPDU_NUMBER_MAX, "%s", text.data);
		buf_free(&text);
		return;
	}
	if ((type & 0x70) == 0x10)
		*out++ = '+';
	get_digits(out, in, n);
}

/* Seven octets of swapped decimals; the simulated country keeps UTC (§9.2.3.11). */
static size_t put_time(uint8_t *out, time_t when)
{
	struct tm tm;
	char digits[80];

	gmtime_r(&when, &tm);
	snprintf(digits, sizeof(digits), "%02d%02d%02d%02d%02d%02d00", tm.tm_year % 100,
		tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
	return put_digits(out, digits);
}

static time_t get_time(struct cursor *c)
{
	const uint8_t *in = skip(c, 7);
	struct tm tm = {0};
	unsigned v[6], i;

	if (in == NULL)
		return 0;
	for (i = 0; i < 6; i++)
		v[i] = (in[i] & 0x0fU) * 10 + (in[i] >> 4);
	tm.tm_year = (int)v[0] + 100;
	tm.tm_mon = (int)v[1] - 1;
	tm.tm_mday = (int)v[2];
	tm.tm_hour = (int)v[3];
	tm.tm_min = (int)v[4];
	tm.tm_sec = (int)v[5];
	return timegm(&tm);
}

/* 3GPP 23.038 §4: which alphabet a data coding scheme names. */
enum alphabet { GSM7, DATA8, UCS2 };

static enum alphabet alphabet_of(uint8_t dcs)
{
	static const enum alphabet general[] = {GSM7, DATA8, UCS2, GSM7};

	if ((dcs & 0xf0) == 0xf0)
		return dcs & 0x04 ? DATA8 : GSM7;
	if ((dcs & 0xf0) == 0xe0)
		return UCS2;
	if (dcs & 0x80)
		return GSM7;
	return dcs & 0x20 ? DATA8 : general[dcs >> 2 & 3]; /* compressed text is only data here */
}

static size_t ud_octets_of(uint8_t dcs, size_t udl)
{
	return alphabet_of(dcs) == GSM7 ? (udl * 7 + 7) / 8 : udl;
}

static void get_ud(struct tpdu_ud *ud, struct cursor *c)
{
	const uint8_t *in;

	ud->udl = next(c);
	ud->len_octets = ud_octets_of(ud->dcs, ud->udl);
	if (ud->len_octets > TPDU_UD_MAX) {
		c->ran_out = true;
		return;
	}
	in = skip(c, ud->len_octets);
	if (in != NULL && ud->len_octets > 0)
		memcpy(ud->octets, in, ud->len_octets);
	if (ud->udhi && (ud->len_octets == 0 || ud->octets[0] >= ud->len_octets))
		c->ran_out = true;
}

static size_t put_ud(uint8_t *out, const struct tpdu_ud *ud)
{
	out[0] = ud->udl;
	memcpy(out + 1, ud->octets, ud->len_octets);
	return 1 + ud->len_octets;
}

size_t tpdu_put_deliver(uint8_t *out, const struct tpdu_deliver *d)
{
	uint8_t *p = out;

	*p++ = (uint8_t)((d->more ? 0 : 0x04) | (d->report_asked ? 0x20 : 0) |
			 (d->ud.udhi ? 0x40 : 0));
	p += tpdu_put_number(p, d->from);
	*p++ = d->pid;
	*p++ = d->ud.dcs;
	p += put_time(p, d->scts);
	p += put_ud(p, &d->ud);
	return (size_t)(p - out);
}

size_t tpdu_put_report(uint8_t *out, const struct tpdu_report *r)
{
	uint8_t *p = out;

	*p++ = 0x06; /* MTI status report, no more messages to send */
	*p++ = r->mr;
	p += tpdu_put_number(p, r->to);
	p += put_time(p, r->scts);
	p += put_time(p, r->discharge);
	*p++ = r->status;
	return (size_t)(p - out);
}

static int finish(const struct cursor *c, const char *what, struct err *e)
{
	if (c->ran_out)
		return err_set(e, "%s: a length points past the end", what);
	if (c->at != c->end)
		return err_set(e, "%s: octets left over: %zu", what, (size_t)(c->end - c->at));
	return 0;
}

int tpdu_get_submit(struct tpdu_submit *s, const uint8_t *in, size_t len, struct err *e)
{
	struct cursor c = {in, in + len, false};
	uint8_t first = next(&c);

	memset(s, 0, sizeof(*s));
	s->validity = -1;
	if ((first & 0x03) != 0x01)
		return err_set(e, "SMS-SUBMIT: message type %d is another", first & 3);
	s->report_asked = first & 0x20;
	s->ud.udhi = first & 0x40;
	s->mr = next(&c);
	get_number(s->to, &c);
	s->pid = next(&c);
	s->ud.dcs = next(&c);
	switch (first >> 3 & 3) { /* TP-VPF */
	case 2:
		s->validity = next(&c);
		break;
	case 1:
	case 3:
		skip(&c, 7);
		break;
	}
	get_ud(&s->ud, &c);
	if (s->to[0] == '\0' && !c.ran_out)
		return err_set(e, "SMS-SUBMIT: no destination");
	return finish(&c, "SMS-SUBMIT", e);
}

int tpdu_get_deliver(struct tpdu_deliver *d, const uint8_t *in, size_t len, struct err *e)
{
	struct cursor c = {in, in + len, false};
	uint8_t first = next(&c);

	memset(d, 0, sizeof(*d));
	if ((first & 0x03) != 0x00)
		return err_set(e, "SMS-DELIVER: message type %d is another", first & 3);
	d->more = !(first & 0x04);
	d->report_asked = first & 0x20;
	d->ud.udhi = first & 0x40;
	get_number(d->from, &c);
	d->pid = next(&c);
	d->ud.dcs = next(&c);
	d->scts = get_time(&c);
	get_ud(&d->ud, &c);
	return finish(&c, "SMS-DELIVER", e);
}

/* Septets of the header with its length octet, filled up to a septet's edge (§9.2.3.24). */
static size_t udh_septets(size_t udh_octets)
{
	return (udh_octets * 8 + 6) / 7;
}

int tpdu_ud_gsm7(
	struct tpdu_ud *ud, const uint8_t *udh, size_t udh_len, const uint8_t *septets, size_t n)
{
	size_t head = udh_len ? udh_len + 1 : 0, head_septets = udh_septets(head);
	unsigned fill = (unsigned)(head_septets * 7 - head * 8);

	if (head_septets + n > 160)
		return -1;
	memset(ud, 0, sizeof(*ud));
	ud->udhi = udh_len > 0;
	ud->udl = (uint8_t)(head_septets + n);
	ud->len_octets = (ud->udl * 7U + 7) / 8;
	if (head > 0) {
		ud->octets[0] = (uint8_t)udh_len;
		memcpy(ud->octets + 1, udh, udh_len);
	}
	septets_pack(ud->octets + head, septets, n, fill);
	return 0;
}

int tpdu_ud_octets(struct tpdu_ud *ud, uint8_t dcs, const uint8_t *udh, size_t udh_len,
	const uint8_t *data, size_t len)
{
	size_t head = udh_len ? udh_len + 1 : 0;

	if (head + len > TPDU_UD_MAX)
		return -1;
	memset(ud, 0, sizeof(*ud));
	ud->dcs = dcs;
	ud->udhi = udh_len > 0;
	ud->udl = (uint8_t)(head + len);
	ud->len_octets = head + len;
	if (head > 0) {
		ud->octets[0] = (uint8_t)udh_len;
		memcpy(ud->octets + 1, udh, udh_len);
	}
	if (len > 0)
		memcpy(ud->octets + head, data, len);
	return 0;
}

void tpdu_ud_text(const struct tpdu_ud *ud, struct buf *out)
{
	size_t head = ud->udhi ? ud->octets[0] + 1U : 0, skipped = udh_septets(head), i;
	const uint8_t *body = ud->octets + head;
	size_t len = ud->len_octets - head;
	uint8_t septets[160];

	switch (alphabet_of(ud->dcs)) {
	case GSM7:
		if (ud->udl <= skipped)
			return;
		gsm7_to_utf8(out, septets,
			septets_unpack(septets, ud->udl - skipped, body, len,
				(unsigned)(skipped * 7 - head * 8)));
		break;
	case UCS2:
		ucs2_to_utf8(out, body, len);
		break;
	case DATA8:
		for (i = 0; i < len; i++)
			buf_printf(out, "%02x", body[i]);
		break;
	}
}

struct tpdu_concat tpdu_ud_concat(const struct tpdu_ud *ud)
{
	const uint8_t *p = ud->octets + 1, *end = p + ud->octets[0];
	struct tpdu_concat none = {0}, c = {0};

	if (!ud->udhi)
		return none;
	while (end - p >= 2 && end - p >= 2 + p[1]) {
		if (p[0] == 0x00 && p[1] == 3)
			c = (struct tpdu_concat){p[2], p[3], p[4], false};
		else if (p[0] == 0x08 && p[1] == 4)
			c = (struct tpdu_concat){(unsigned)p[2] << 8 | p[3], p[4], p[5], true};
		p += 2 + p[1];
	}
	return c.part == 0 || c.part > c.total ? none : c;
}

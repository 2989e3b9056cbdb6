/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pdu.c: the fields of SMS-DELIVER in their order. */
#include "modem/pdu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "modem/pdu_user.h"
#include "text/gsm7.h"

struct cursor {
	const uint8_t *at;
	size_t left;
};

static const uint8_t *take(struct cursor *c, size_t n)
{
	const uint8_t *at = c->at;

	if (c->left < n)
		return NULL;
	c->at += n;
	c->left -= n;
	return at;
}

/* Semi-octets, low digit first (23.040 section 9.1.2.3). */
static size_t digits(char *out, const uint8_t *in, unsigned n)
{
	static const char set[] = "0123456789*#abc";
	unsigned i, v;
	size_t len = 0;

	for (i = 0; i < n; i++) {
		v = in[i / 2] >> (i % 2 * 4) & 0xF;
		if (v < 15)
			out[len++] = set[v];
	}
	out[len] = '\0';
	return len;
}

static void sender_name(char out[NUMBER_MAX], const uint8_t *in, size_t octets, unsigned n)
{
	struct buf septets = BUF_INIT, name = BUF_INIT;
	size_t len;

	gsm7_unpack(&septets, in, octets, n * 4 / 7, 0);
	gsm7_decode(&name, (const uint8_t *)septets.data, septets.len);
	len = name.len < NUMBER_MAX - 1 ? name.len : NUMBER_MAX - 1;
	/* Never half a character. */
	while (len > 0 && len < name.len && ((uint8_t)name.data[len] & 0xC0) == 0x80)
		len--;
	memcpy(out, name.data != NULL ? name.data : "", len);
	out[len] = '\0';
	buf_free(&septets);
	buf_free(&name);
}

/* TP-OA (23.040 section 9.1.2.5): length in semi-octets, type of address, value. */
static int sender(struct pdu_deliver *d, struct cursor *c, struct err *err)
{
	const uint8_t *head = take(c, 2), *value;
	char *out = d->from;
	unsigned n, ton;

	if (head == NULL)
		return err_set(err, "it ends in the sender's address (23.040 9.2.3.7)");
	n = head[0];
	ton = head[1] >> 4 & 7;
	if (n > 20)
		return err_set(err, "a sender of %u digits (23.040 9.1.2.5)", n);
	value = take(c, (n + 1) / 2);
	if (value == NULL)
		return err_set(err, "it ends in the sender's address (23.040 9.2.3.7)");
	if (ton == 5) {
		sender_name(d->from, value, (n + 1) / 2, n);
		return 0;
	}
	if (ton == 1)
		*out++ = '+';
	digits(out, value, n);
	return 0;
}

static int swapped(uint8_t o)
{
	return (o & 0xF) * 10 + (o >> 4);
}

/* TP-SCTS (23.040 section 9.2.3.11): local time, and its distance from GMT in quarters of an hour
 * with the sign in bit 3 of the first semi-octet. */
static int64_t timestamp(const uint8_t s[7])
{
	int zone = (s[6] & 0x7) * 10 + (s[6] >> 4);
	struct tm tm = {0};
	int i;

	for (i = 0; i < 6; i++)
		if ((s[i] & 0xF) > 9 || s[i] >> 4 > 9)
			return 0;
	tm.tm_year = 100 + swapped(s[0]);
	tm.tm_mon = swapped(s[1]) - 1;
	tm.tm_mday = swapped(s[2]);
	tm.tm_hour = swapped(s[3]);
	tm.tm_min = swapped(s[4]);
	tm.tm_sec = swapped(s[5]);
	if (tm.tm_mon < 0 || tm.tm_mon > 11 || tm.tm_mday < 1 || tm.tm_mday > 31)
		return 0;
	if (s[6] & 0x8)
		zone = -zone;
	return ((int64_t)timegm(&tm) - zone * 15 * 60) * 1000;
}

static int deliver(struct pdu_deliver *d, struct cursor *c, struct err *err)
{
	const uint8_t *first, *tail, *sca = take(c, 1);

	if (sca == NULL || take(c, *sca) == NULL)
		return err_set(err, "it ends in the service centre's address (27.005 4.1)");
	first = take(c, 1);
	if (first == NULL)
		return err_set(err, "it holds no message");
	if ((*first & 3) != 0)
		return err_set(
			err, "message type %d is no SMS-DELIVER (23.040 9.2.3.1)", *first & 3);
	if (sender(d, c, err) < 0)
		return -1;
	tail = take(c, 10); /* PID, DCS, SCTS, UDL */
	if (tail == NULL)
		return err_set(err, "it ends before the user data (23.040 9.2.2.1)");
	d->sent_ms = timestamp(tail + 2);
	return pdu_user_decode(d, tail[1], (*first & 0x40) != 0, tail[9], c->at, c->left, err);
}

int pdu_deliver_decode(struct pdu_deliver *d, const uint8_t *octets, size_t len, struct err *err)
{
	struct cursor c = {octets, len};

	memset(d, 0, sizeof(*d));
	d->total = d->part = 1;
	if (deliver(d, &c, err) == 0)
		return 0;
	pdu_deliver_free(d);
	return -1;
}

void pdu_deliver_free(struct pdu_deliver *d)
{
	if (d->text != NULL)
		explicit_bzero(d->text, strlen(d->text));
	free(d->text);
	d->text = NULL;
}

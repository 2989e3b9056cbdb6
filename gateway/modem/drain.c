/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drain.c: reading, ordering, handing over, deleting. */
#include "modem/drain.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/hex.h"
#include "base/log.h"
#include "base/notify.h"
#include "modem/pdu.h"

enum { RAW_MS = 10000, LIST_MS = 20000, ENTRIES_MAX = 1024 };

static const char *const memories[DRAIN_MEMORIES] = {"ME", "SM"};

struct entry {
	int memory, index;
	unsigned arrived;
	uint8_t pdu[REC_PDU_MAX];
	size_t len;
	struct pdu_deliver d;
	bool bad;
	char why[160];
};

struct sweep {
	struct drain *drain;
	struct entry *list;
	int n, memory, current; /* memory selected now, -1 = none yet */
	int index, stat;        /* of the line before, or -1 */
	bool listing;
	int selecting;
};

/* --- reading ------------------------------------------------------------------------------------
 */

/* +CPMS: <used1>,<total1>,... */
static void take_space(void *arg, const char *line)
{
	struct sweep *s = arg;
	int used, size;

	if (s->listing && sscanf(line, "+CPMS: %d,%d", &used, &size) == 2) {
		s->drain->used[s->selecting] = used;
		s->drain->size[s->selecting] = size;
	}
}

static int select_memory(struct sweep *s, int memory, struct err *err)
{
	char command[48];
	int r;

	if (s->current == memory)
		return 0;
	/* The third is where new texts go; SM comes last and stays. */
	snprintf(command, sizeof(command), "AT+CPMS=\"%s\",\"%s\",\"%s\"", memories[memory],
		memories[memory], memories[memory]);
	s->selecting = memory;
	notify_alive(2 * RAW_MS);
	r = raw_call(session_raw(s->drain->session), RAW_MS, take_space, s, err, command);
	if (r == 0)
		s->current = memory;
	return r;
}

static void add_entry(struct sweep *s, const char *hex)
{
	struct entry *e = &s->list[s->n];
	int n;

	memset(e, 0, sizeof(*e));
	e->memory = s->memory;
	e->index = s->index;
	e->arrived = raw_arrived(session_raw(s->drain->session), memories[e->memory], e->index);
	n = hex_decode(e->pdu, sizeof(e->pdu), hex, strlen(hex));
	if (n < 0) {
		/* Kept as it came, as far as there is room. */
		e->bad = true;
		strcpy(e->why, "no hexadecimal PDU, or one too long (27.005 4.1)");
		e->len = strnlen(hex, sizeof(e->pdu));
		memcpy(e->pdu, hex, e->len);
	} else {
		e->len = (size_t)n;
	}
	s->n++;
}

/* +CMGL: <index>,<stat>,[<alpha>],<length>, and the PDU in the next line. Stat 0 and 1 are
 * received; what a person stored on the SIM to be sent is not ours. */
static void take_listed(void *arg, const char *line)
{
	struct sweep *s = arg;

	if (sscanf(line, "+CMGL: %d,%d", &s->index, &s->stat) == 2)
		return;
	if (s->index >= 0 && (s->stat == 0 || s->stat == 1) && s->n < ENTRIES_MAX)
		add_entry(s, line);
	s->index = -1;
}

static int list_memory(struct sweep *s, int memory, struct err *err)
{
	int r = select_memory(s, memory, err);

	if (r != 0)
		return r < 0 ? -1 : 0; /* a modem without this memory */
	s->memory = memory;
	s->index = -1;
	notify_alive(LIST_MS + RAW_MS);
	r = raw_call(session_raw(s->drain->session), LIST_MS, take_listed, s, err, "AT+CMGL=4");
	if (r > 0)
		log_warn("modem{%s}: %s", memories[memory], err->msg);
	return r < 0 ? -1 : 0;
}

/* By the service centre's time, then as they were announced, then as they lie on the SIM. */
static int by_age(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->d.sent_ms != y->d.sent_ms)
		return x->d.sent_ms < y->d.sent_ms ? -1 : 1;
	if (x->arrived != y->arrived)
		return x->arrived < y->arrived ? -1 : 1;
	if (x->memory != y->memory)
		return x->memory < y->memory ? -1 : 1;
	return x->index - y->index;
}

static void decode(struct sweep *s)
{
	struct err err;
	int i;

	for (i = 0; i < s->n; i++) {
		struct entry *e = &s->list[i];

		if (e->bad || pdu_deliver_decode(&e->d, e->pdu, e->len, &err) == 0)
			continue;
		e->bad = true;
		snprintf(e->why, sizeof(e->why), "%.150s", err.msg);
	}
	qsort(s->list, (size_t)s->n, sizeof(*s->list), by_age);
}

/* --- handing over -------------------------------------------------------------------------------
 */

static void fill(struct rec_in *r, const struct drain *d, const struct entry *e)
{
	memset(r, 0, sizeof(*r));
	snprintf(r->channel, sizeof(r->channel), "%s", d->channel);
	snprintf(r->from, sizeof(r->from), "%s", e->d.from);
	r->text = e->d.text;
	r->sent_ms = e->d.sent_ms;
	r->read_ms = clock_wall_ms();
	memcpy(r->pdu, e->pdu, e->len);
	r->pdu_len = e->len;
	r->binary = e->d.binary;
	r->flash = e->d.flash;
	r->ref = e->d.ref;
	r->total = e->d.total;
	r->part = e->d.part;
}

/* The memory that this one lies in: the others do not take what comes. */
static bool nearly_full(const struct drain *d, int memory)
{
	return d->size[memory] > 0 &&
	       d->used[memory] * 100 >= d->size[memory] * d->conf->modem.spool_percent;
}

/* 0: durable, it may be deleted; -1: it must stay on the SIM. */
static int hand_over(struct drain *d, const struct entry *e, struct err *err)
{
	struct intake in;
	struct rec_in r;
	bool known;
	int done;

	fill(&r, d, e);
	intake_seal(&in, d->keys, session_sim(d->session), &r);
	explicit_bzero(&r, sizeof(r));
	done = d->away || spool_replay(d->spool, d->wire, err) < 0
		       ? -1
		       : intake_put(d->wire, d->conf, &in, &known, err);
	d->away = done < 0;
	if (done < 0 && nearly_full(d, e->memory)) {
		done = spool_add(d->spool, &in, err);
		if (done == 0)
			log_notice("spool{added}: Redis is away and the SIM is filling up texts=%d",
				spool_count(d->spool));
	}
	intake_free(&in);
	return done;
}

static int quarantine(struct drain *d, const struct entry *e, struct err *err)
{
	if (d->away)
		return err_set(err, "Redis is away");
	log_warn("modem{quarantine}: %s", e->why);
	return intake_quarantine(
		d->wire, d->conf, d->keys, d->channel, e->why, e->pdu, e->len, err);
}

static int delete_entry(struct sweep *s, const struct entry *e, struct err *err)
{
	char command[24];
	int r = select_memory(s, e->memory, err);

	if (r != 0)
		return r;
	snprintf(command, sizeof(command), "AT+CMGD=%d", e->index);
	notify_alive(2 * RAW_MS);
	r = raw_call(session_raw(s->drain->session), RAW_MS, NULL, NULL, err, command);
	if (r > 0)
		log_warn("modem{delete}: %s; it is read again", err->msg);
	return r;
}

static int hand_over_all(struct sweep *s, struct err *err)
{
	struct drain *d = s->drain;
	bool left = false;
	int i;

	for (i = 0; i < s->n; i++) {
		struct entry *e = &s->list[i];

		notify_alive(RAW_MS);
		if ((e->bad ? quarantine(d, e, err) : hand_over(d, e, err)) < 0) {
			if (!d->left)
				log_warn("modem{waiting}: %s; texts stay on the SIM texts=%d",
					err->msg, s->n - i);
			d->left = left = true;
			if (e->bad)
				continue; /* nobody's order hangs on it */
			return 0;
		}
		if (delete_entry(s, e, err) < 0)
			return -1;
		d->texts++;
		if (d->used[e->memory] > 0)
			d->used[e->memory]--;
	}
	d->left = left;
	return 0;
}

int drain_sweep(struct drain *d, struct err *err)
{
	struct sweep s = {.drain = d, .current = -1, .listing = true};
	int i, bad = 0;

	s.list = xcalloc(ENTRIES_MAX, sizeof(*s.list));
	memset(d->used, 0, sizeof(d->used));
	memset(d->size, 0, sizeof(d->size));
	d->texts = 0;
	d->away = false;
	session_raw(d->session)->sms = false;
	for (i = 0; i < DRAIN_MEMORIES && !bad; i++)
		bad = list_memory(&s, i, err) < 0;
	s.listing = false;
	if (!bad) {
		decode(&s);
		bad = hand_over_all(&s, err) < 0;
	}
	for (i = 0; i < s.n; i++)
		pdu_deliver_free(&s.list[i].d);
	explicit_bzero(s.list, ENTRIES_MAX * sizeof(*s.list));
	free(s.list);
	return bad ? -1 : 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inbox.c: the reading side. One read is under way at any time; too many jobs make it pause. */
#include "core/inbox.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/log.h"
#include "bus/name.h"
#include "core/core.h"
#include "core/job.h"

enum { SLOTS = 64, PAUSE_MS = 20 };

enum stream { STREAM_IN, STREAM_RES, STREAMS };

struct inbox {
	struct core *core;
	int lock;
	char consumer[HOST_NAME_MAX + 16];
	struct bus_key key[STREAMS];
	bool own;                        /* still reading what was handed to us before */
	char after[STREAMS][JOB_ID_MAX]; /* and so far came */
	bool reading;
	unsigned life;  /* counts connections */
	unsigned asked; /* the read under way is for our own, in that life; 0: for new ones */
	struct event *again, *claim;
};

/* --- entries become jobs -----------------------------------------------------------------------
 */

static void take(char *out, size_t room, const redisReply *fields, const char *name)
{
	const redisReply *r = reply_field(fields, name);

	/* A longer one is not ours; the cut value leads nowhere. */
	snprintf(out, room, "%s", r != NULL ? r->str : "");
}

static void fill_text(struct job *job, const redisReply *fields)
{
	const redisReply *lane = reply_field(fields, "l"), *box = reply_field(fields, "b");

	job->lane = lane != NULL ? atoi(lane->str) : 0;
	if (job->lane < 0 || job->lane >= BUS_LANES)
		job->lane = 0; /* not ours: it will not open */
	if (box != NULL)
		buf_put(&job->box, box->str, box->len);
}

static void fill_result(struct job *job, const redisReply *fields)
{
	take(job->channel, sizeof(job->channel), fields, "ch");
	take(job->ref, sizeof(job->ref), fields, "ref");
	take(job->state, sizeof(job->state), fields, "state");
	take(job->why, sizeof(job->why), fields, "why");
	if (strcmp(job->state, "sent") != 0 && strcmp(job->state, "failed") != 0)
		strcpy(job->state, "unknown");
}

static void add_entry(struct inbox *in, enum stream s, const redisReply *entry, bool again)
{
	struct job *job;

	if (entry->type != REDIS_REPLY_ARRAY || entry->elements != 2 ||
		entry->element[0]->type != REDIS_REPLY_STRING)
		return;
	job = job_new(in->core, s == STREAM_IN ? JOB_TEXT : JOB_RESULT, entry->element[0]->str);
	if (job == NULL)
		return;
	job->again = again;
	/* No fields: it was deleted after it was handed out, and is only pending; the commit finds
	 * it gone. */
	if (entry->element[1]->type == REDIS_REPLY_ARRAY) {
		if (s == STREAM_IN)
			fill_text(job, entry->element[1]);
		else
			fill_result(job, entry->element[1]);
	}
	job_add(job);
}

static void add_entries(struct inbox *in, enum stream s, const redisReply *entries, bool again)
{
	size_t i;

	for (i = 0; i < entries->elements; i++)
		add_entry(in, s, entries->element[i], again);
}

/* --- reading -----------------------------------------------------------------------------------
 */

static void read_more(struct inbox *in);

static void later(struct inbox *in, int ms)
{
	struct timeval tv = {0, ms * 1000};

	evtimer_add(in->again, &tv);
}

static void on_again(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	read_more(arg);
}

/* {{stream, {entry, ...}}, ...}; nil when the wait was over. */
static size_t take_streams(struct inbox *in, const redisReply *reply, bool own)
{
	size_t i, s, n = 0;

	for (i = 0; i < reply->elements; i++) {
		const redisReply *row = reply->element[i], *entries;

		if (row->type != REDIS_REPLY_ARRAY || row->elements != 2)
			continue;
		entries = row->element[1];
		for (s = 0; s < STREAMS; s++)
			if (strcmp(row->element[0]->str, in->key[s].s) == 0)
				break;
		if (s == STREAMS || entries->elements == 0)
			continue;
		n += entries->elements;
		if (own)
			snprintf(in->after[s], sizeof(in->after[s]), "%s",
				entries->element[entries->elements - 1]->element[0]->str);
		add_entries(in, (enum stream)s, entries, in->asked != 0);
	}
	return n;
}

static void on_read(void *arg, const redisReply *reply)
{
	struct inbox *in = arg;
	bool own = in->asked == in->life;
	size_t n;

	in->reading = false;
	if (reply == NULL)
		return; /* inbox_up begins anew */
	if (reply->type == REDIS_REPLY_ERROR) {
		log_err("inbox{refused}: %s", reply->str);
		later(in, 900);
		return;
	}
	n = take_streams(in, reply, own);
	if (own && n == 0)
		in->own = false;
	read_more(in);
}

static void read_more(struct inbox *in)
{
	const char *in_id = in->own ? in->after[STREAM_IN] : ">";
	const char *res_id = in->own ? in->after[STREAM_RES] : ">";

	if (in->reading || !link_up(in->core->reader) || !link_up(in->core->cmd))
		return;
	if (jobs_count(in->core->jobs) > JOBS_MAX / 2) {
		later(in, PAUSE_MS);
		return;
	}
	in->reading = true;
	in->asked = in->own ? in->life : 0;
	LINK_CALL(in->core->reader, on_read, in, ARG("XREADGROUP"), ARG("GROUP"), ARG("core"),
		ARG(in->consumer), ARG("COUNT"), ARG("64"), ARG("BLOCK"), ARG("2000"),
		ARG("STREAMS"), ARG(in->key[STREAM_IN].s), ARG(in->key[STREAM_RES].s), ARG(in_id),
		ARG(res_id));
}

/* --- taking over -------------------------------------------------------------------------------
 */

/* XAUTOCLAIM: {next, {entry, ...}, {deleted id, ...}} */
static void on_claimed(struct inbox *in, enum stream s, const redisReply *reply)
{
	if (reply == NULL || reply->type != REDIS_REPLY_ARRAY || reply->elements < 2)
		return;
	if (reply->element[1]->elements > 0)
		log_debug("inbox{claimed}: entries=%zu", reply->element[1]->elements);
	add_entries(in, s, reply->element[1], true);
}

static void on_claimed_in(void *arg, const redisReply *reply)
{
	on_claimed(arg, STREAM_IN, reply);
}

static void on_claimed_res(void *arg, const redisReply *reply)
{
	on_claimed(arg, STREAM_RES, reply);
}

static void on_claim(evutil_socket_t fd, short what, void *arg)
{
	static link_reply *const answer[] = {on_claimed_in, on_claimed_res};
	struct inbox *in = arg;
	char idle_ms[16];
	int s;

	(void)fd;
	(void)what;
	if (!link_up(in->core->cmd) || jobs_count(in->core->jobs) > JOBS_MAX / 2)
		return;
	snprintf(idle_ms, sizeof(idle_ms), "%d", in->core->conf->core.claim_idle_s * 1000);
	for (s = 0; s < STREAMS; s++)
		LINK_CALL(in->core->cmd, answer[s], in, ARG("XAUTOCLAIM"), ARG(in->key[s].s),
			ARG("core"), ARG(in->consumer), ARG(idle_ms), ARG("0"), ARG("COUNT"),
			ARG("64"));
}

/* --- life --------------------------------------------------------------------------------------
 */

static int take_slot(struct inbox *in, struct err *err)
{
	char path[PATH_MAX], host[HOST_NAME_MAX + 1] = "";
	int n;

	gethostname(host, sizeof(host) - 1);
	for (n = 0; n < SLOTS; n++) {
		snprintf(path, sizeof(path), "%.4000s/core.%d.lock", in->core->conf->state, n);
		in->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (in->lock < 0)
			return err_sys(err, "%s", path);
		if (flock(in->lock, LOCK_EX | LOCK_NB) == 0) {
			snprintf(in->consumer, sizeof(in->consumer), "%s-%d", host, n);
			return 0;
		}
		close(in->lock);
		if (errno != EWOULDBLOCK)
			return err_sys(err, "%s", path);
	}
	return err_set(err, "%d cores run here already; stop one", SLOTS);
}

struct inbox *inbox_new(struct core *core, struct err *err)
{
	struct timeval every = {core->conf->core.claim_idle_s / 2 + 1, 0};
	struct inbox *in = xcalloc(1, sizeof(*in));

	in->core = core;
	in->key[STREAM_IN] = bus_key(core->conf->name, "in", NULL);
	in->key[STREAM_RES] = bus_key(core->conf->name, "res", NULL);
	if (take_slot(in, err) < 0) {
		free(in);
		return NULL;
	}
	in->again = evtimer_new(core->base, on_again, in);
	in->claim = event_new(core->base, -1, EV_PERSIST, on_claim, in);
	event_add(in->claim, &every);
	return in;
}

void inbox_free(struct inbox *in)
{
	if (in == NULL)
		return;
	event_free(in->again);
	event_free(in->claim);
	close(in->lock);
	free(in);
}

/* BUSYGROUP, that it is there already, is as good as OK. */
static void on_group(void *arg, const redisReply *reply)
{
	(void)arg;
	if (reply != NULL && reply->type == REDIS_REPLY_ERROR &&
		strncmp(reply->str, "BUSYGROUP", 9) != 0)
		log_err("inbox{refused}: %s", reply->str);
}

static void on_last_group(void *arg, const redisReply *reply)
{
	struct inbox *in = arg;

	on_group(arg, reply);
	if (reply == NULL)
		return;
	in->own = true;
	in->life++;
	strcpy(in->after[STREAM_IN], "0");
	strcpy(in->after[STREAM_RES], "0");
	read_more(in);
}

void inbox_up(struct inbox *in)
{
	int s;

	for (s = 0; s < STREAMS; s++)
		LINK_CALL(in->core->cmd, s == STREAMS - 1 ? on_last_group : on_group, in,
			ARG("XGROUP"), ARG("CREATE"), ARG(in->key[s].s), ARG("core"), ARG("0"),
			ARG("MKSTREAM"));
}

void inbox_down(struct inbox *in)
{
	evtimer_del(in->again);
}

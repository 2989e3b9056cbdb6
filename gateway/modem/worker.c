/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.c: the loop. Incoming texts come before outgoing ones. */
#include "modem/worker.h"

#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "bus/intake.h"
#include "bus/name.h"
#include "modem/drain.h"
#include "modem/send.h"
#include "modem/session.h"
#include "modem/spool.h"

enum { ALIVE_MS = 15000, TURN_MS = 1000, REDIS_MS = 2000, RETRY_MS = 2000 };

struct worker {
	const struct conf *conf;
	const struct conf_modem *modem;
	struct session *session;
	struct intake_keys keys;
	struct key_pair key;
	struct wire *cmd;
	struct drain drain;
	struct sender sender;
	struct session_status status;
	bool push;
	int64_t next_sweep_ms, next_check_ms;
};

static volatile sig_atomic_t stopping;

static void on_stop(int sig)
{
	(void)sig;
	stopping = 1;
}

static void catch_stop(void)
{
	struct sigaction sa = {.sa_handler = on_stop};

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
}

/* For people who look; a lost one is written again at the next check. */
static void publish(struct worker *w, const char *state)
{
	struct bus_key chan = bus_key(w->conf->name, "chan", w->modem->name);
	char dbm[16], used[16], size[16], seen[24];
	redisReply *r;
	struct err err;

	snprintf(dbm, sizeof(dbm), "%d", w->status.signal_dbm);
	snprintf(used, sizeof(used), "%d", w->drain.used[0] + w->drain.used[1]);
	snprintf(size, sizeof(size), "%d", w->drain.size[0] + w->drain.size[1]);
	snprintf(seen, sizeof(seen), "%" PRId64, clock_wall_ms());
	r = WIRE_CALL(w->cmd, &err, ARG("HSET"), ARG(chan.s), ARG("state"), ARG(state), ARG("imei"),
		ARG(w->status.imei), ARG("operator"), ARG(w->status.operator), ARG("network"),
		ARG(w->status.network), ARG("signal_dbm"), ARG(dbm), ARG("sim_used"), ARG(used),
		ARG("sim_size"), ARG(size), ARG("push"), ARG(w->push ? "yes" : "no"),
		ARG("seen_ms"), ARG(seen));
	if (r != NULL)
		freeReplyObject(r);
}

static int sweep(struct worker *w, struct err *err)
{
	if (drain_sweep(&w->drain, err) < 0)
		return err_wrap(err, "sweep");
	if (w->drain.texts > 0)
		log_info("modem{swept}: texts=%d", w->drain.texts);
	w->next_sweep_ms =
		clock_steady_ms() + (w->drain.left ? RETRY_MS : w->conf->modem.sweep_s * 1000LL);
	return 0;
}

static int check(struct worker *w, struct err *err)
{
	if (session_status(w->session, &w->status, err) < 0)
		return err_wrap(err, "check");
	publish(w, "serving");
	w->next_check_ms = clock_steady_ms() + w->conf->modem.check_s * 1000LL;
	return 0;
}

static int wait_ms(const struct worker *w)
{
	int64_t now = clock_steady_ms(), until = now + TURN_MS;

	if (w->next_sweep_ms < until)
		until = w->next_sweep_ms;
	if (w->next_check_ms < until)
		until = w->next_check_ms;
	return until > now ? (int)(until - now) : 0;
}

static int turn(struct worker *w, struct err *err)
{
	struct raw *raw = session_raw(w->session);
	struct pollfd p[] = {{raw->fd, POLLIN, 0}, {sender_fd(&w->sender), POLLIN, 0}};
	int sent;

	notify_alive(ALIVE_MS);
	poll(p, 2, raw->sms || raw->urc ? 0 : wait_ms(w));
	raw_poll(raw);
	if (raw->gone)
		return err_set(err, "the modem is gone");
	if (raw->urc)
		session_hear(w->session);
	if ((raw->sms || clock_steady_ms() >= w->next_sweep_ms) && sweep(w, err) < 0)
		return -1;
	if (clock_steady_ms() >= w->next_check_ms && check(w, err) < 0)
		return -1;
	sent = sender_step(&w->sender, err);
	return sent < 0 ? err_wrap(err, "sending") : 0;
}

static int open_all(struct worker *w, struct err *err)
{
	char role[CONF_NAME_MAX + 8];

	snprintf(role, sizeof(role), "modem-%s", w->modem->name);
	if (intake_keys_load(&w->keys, w->conf, role, err) < 0 ||
		key_pair_load(&w->key, w->conf, role, err) < 0)
		return -1;
	w->cmd = wire_new(w->conf, role, REDIS_MS, err);
	if (w->cmd == NULL)
		return -1;
	w->drain.spool = spool_open(w->conf, w->modem->name, err);
	if (w->drain.spool == NULL)
		return -1;
	w->session = session_open(w->conf, w->modem, err);
	if (w->session == NULL)
		return -1;
	w->drain.conf = w->conf;
	w->drain.channel = w->modem->name;
	w->drain.session = w->session;
	w->drain.wire = w->cmd;
	w->drain.keys = &w->keys;
	return sender_init(&w->sender, w->conf, w->modem->name, w->session, &w->key, w->cmd, err);
}

/* First what lies there, since that sets PDU mode; then the announcements; then what came between.
 */
static int begin(struct worker *w, struct err *err)
{
	struct err why;

	if (sweep(w, err) < 0)
		return -1;
	w->push = session_listen(w->session, &why);
	if (!w->push)
		log_warn("modem{polling}: %s; it is swept every %d s", why.msg,
			w->conf->modem.sweep_s);
	if (sweep(w, err) < 0 || check(w, err) < 0)
		return -1;
	log_info("modem{serving}: operator=%s signal_dbm=%d", w->status.operator,
		w->status.signal_dbm);
	notify_ready("serving");
	return 0;
}

static void close_all(struct worker *w)
{
	sender_free(&w->sender);
	spool_close(w->drain.spool);
	session_close(w->session);
	wire_free(w->cmd);
	intake_keys_free(&w->keys);
	key_pair_free(&w->key);
}

int worker_run(const struct conf *conf, const struct conf_modem *modem, struct err *err)
{
	struct worker w = {.conf = conf, .modem = modem};
	int bad;

	catch_stop();
	bad = open_all(&w, err) < 0 || begin(&w, err) < 0;
	while (!bad && !stopping)
		bad = turn(&w, err) < 0;
	notify_stopping();
	if (w.session != NULL)
		publish(&w, bad ? "restarting" : "stopped");
	close_all(&w);
	return bad && !stopping ? -1 : 0;
}

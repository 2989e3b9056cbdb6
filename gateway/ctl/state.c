/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state.c: gathering, from hotlined's board and from Redis. */
#include "ctl/state.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "bus/name.h"

/* Somebody listens on the notify socket as long as hotlined lives. (Trying its lock instead could
 * turn away a hotlined that starts at this moment.) */
static bool is_running(const struct conf *conf)
{
	struct sockaddr_un sun = {.sun_family = AF_UNIX};
	bool runs;
	int fd;

	if (snprintf(sun.sun_path, sizeof(sun.sun_path), "%s/notify", conf->state) >=
		(int)sizeof(sun.sun_path))
		return false;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	runs = fd >= 0 && connect(fd, (struct sockaddr *)&sun, sizeof(sun)) == 0;
	if (fd >= 0)
		close(fd);
	return runs;
}

json_t *state_of_programs(const struct conf *conf)
{
	json_t *state = json_pack("{ss ss sb sb s[]}", "hotline", conf->name, "state_dir",
		conf->state, "running", 0, "serving", 0, "programs");
	char path[PATH_MAX];
	json_t *board;

	if (state == NULL) /* a path that is no UTF-8 */
		state = json_pack("{ss ss sb sb s[]}", "hotline", conf->name, "state_dir", "?",
			"running", 0, "serving", 0, "programs");
	snprintf(path, sizeof(path), "%.4000s/status.json", conf->state);
	board = is_running(conf) ? json_load_file(path, 0, NULL) : NULL;
	if (json_is_object(board)) {
		json_object_set_new(state, "running", json_true());
		json_object_set(state, "serving", json_object_get(board, "serving"));
		json_object_set(state, "programs", json_object_get(board, "programs"));
	}
	json_decref(board);
	return state;
}

/* A Redis string as JSON, whatever octets it has. */
static json_t *text(const redisReply *r)
{
	json_t *v = r->type == REDIS_REPLY_STRING ? json_stringn(r->str, r->len) : NULL;

	return v != NULL ? v : json_string("?");
}

static int hash_into(
	json_t *object, struct ctl *ctl, const char *key, bool numbers, struct err *err)
{
	redisReply *r = WIRE_CALL(ctl->wire, err, ARG("HGETALL"), ARG(key));
	size_t i;

	if (r == NULL)
		return -1;
	for (i = 0; r->type == REDIS_REPLY_ARRAY && i + 1 < r->elements; i += 2) {
		const redisReply *name = r->element[i], *value = r->element[i + 1];

		if (name->type != REDIS_REPLY_STRING || value->type != REDIS_REPLY_STRING)
			continue;
		json_object_set_new(object, name->str,
			numbers ? json_integer(strtoll(value->str, NULL, 10)) : text(value));
	}
	freeReplyObject(r);
	return 0;
}

/* XLEN or ZCARD. */
static int length_into(json_t *object, const char *as, struct ctl *ctl, const char *command,
	const char *key, struct err *err)
{
	redisReply *r = WIRE_CALL(ctl->wire, err, ARG(command), ARG(key));

	if (r == NULL)
		return -1;
	json_object_set_new(
		object, as, json_integer(r->type == REDIS_REPLY_INTEGER ? r->integer : 0));
	freeReplyObject(r);
	return 0;
}

static int add_modems(json_t *list, struct ctl *ctl, struct err *err)
{
	int i;

	for (i = 0; i < ctl->conf.n_modems; i++) {
		const char *name = ctl->conf.modems[i].name;
		struct bus_key chan = bus_key(ctl->conf.name, "chan", name);
		struct bus_key out = bus_key(ctl->conf.name, "out", name);
		json_t *modem = json_object();

		json_array_append_new(list, modem);
		if (hash_into(modem, ctl, chan.s, false, err) < 0 ||
			length_into(modem, "waiting", ctl, "XLEN", out.s, err) < 0)
			return -1;
		json_object_set_new(modem, "name", json_string(name));
	}
	return 0;
}

/* The oldest entry of intake by its id, whose first half is Redis' wall clock. Handled entries are
 * deleted, so what is first waits. */
static int add_intake_oldest(json_t *queues, struct ctl *ctl, const char *key, struct err *err)
{
	redisReply *r;
	size_t i;

	if (json_integer_value(json_object_get(queues, "intake")) == 0)
		return 0;
	r = WIRE_CALL(ctl->wire, err, ARG("XINFO"), ARG("STREAM"), ARG(key));
	if (r == NULL)
		return -1;
	for (i = 0; i + 1 < r->elements; i += 2) {
		const redisReply *entry = r->element[i + 1];

		if (r->element[i]->str == NULL || strcmp(r->element[i]->str, "first-entry") != 0 ||
			entry->elements == 0 || entry->element[0]->str == NULL)
			continue;
		json_object_set_new(queues, "intake_oldest_ms",
			json_integer(strtoll(entry->element[0]->str, NULL, 10)));
	}
	freeReplyObject(r);
	return 0;
}

static int add_queues(json_t *queues, struct ctl *ctl, struct err *err)
{
	static const struct {
		const char *as, *what, *command;
	} lengths[] = {
		{"intake", "in", "XLEN"},
		{"results", "res", "XLEN"},
		{"quarantine", "quar", "XLEN"},
		{"timers", "timers", "ZCARD"},
	};
	struct bus_key key;
	size_t i;

	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		key = bus_key(ctl->conf.name, lengths[i].what, NULL);
		if (length_into(queues, lengths[i].as, ctl, lengths[i].command, key.s, err) < 0)
			return -1;
	}
	key = bus_key(ctl->conf.name, "in", NULL);
	return add_intake_oldest(queues, ctl, key.s, err);
}

static int add_cases(json_t *cases, struct ctl *ctl, struct err *err)
{
	struct bus_key key = bus_key(ctl->conf.name, "open", NULL);
	redisReply *r;

	if (length_into(cases, "open", ctl, "ZCARD", key.s, err) < 0)
		return -1;
	r = WIRE_CALL(
		ctl->wire, err, ARG("ZRANGE"), ARG(key.s), ARG("0"), ARG("0"), ARG("WITHSCORES"));
	if (r == NULL)
		return -1;
	if (r->elements == 2 && r->element[1]->str != NULL)
		json_object_set_new(cases, "oldest_ms",
			json_integer((json_int_t)strtod(r->element[1]->str, NULL)));
	freeReplyObject(r);
	return 0;
}

int state_add_bus(json_t *state, struct ctl *ctl, struct err *err)
{
	json_t *modems = json_array(), *queues = json_object(), *cases = json_object(),
	       *counters = json_object();
	struct bus_key count = bus_key(ctl->conf.name, "count", NULL);

	json_object_set_new(state, "modems", modems);
	json_object_set_new(state, "queues", queues);
	json_object_set_new(state, "cases", cases);
	json_object_set_new(state, "counters", counters);
	if (add_modems(modems, ctl, err) < 0 || add_queues(queues, ctl, err) < 0 ||
		add_cases(cases, ctl, err) < 0)
		return -1;
	return hash_into(counters, ctl, count.s, true, err);
}

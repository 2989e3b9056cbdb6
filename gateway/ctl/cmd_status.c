/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * hotlinectl status: how the hotline is. Exit status 0 when all programs are up and Redis answers,
 * else 69, so that a script need not read it. `--wait N` waits up to N seconds for that.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sysexits.h>

#include "base/clock.h"
#include "ctl/ctl.h"
#include "ctl/state.h"

enum { LOOK_EVERY_MS = 50, WAIT_MAX_S = 86400, ANSWER_MS = 5000 };

static bool is_serving(const json_t *state)
{
	return json_is_true(json_object_get(state, "serving"));
}

static json_t *look(const struct ctl *ctl, int64_t until_ms)
{
	json_t *state = state_of_programs(&ctl->conf);

	while (!is_serving(state) && clock_steady_ms() < until_ms) {
		poll(NULL, 0, LOOK_EVERY_MS);
		json_decref(state);
		state = state_of_programs(&ctl->conf);
	}
	return state;
}

static int ask_bus(struct ctl *ctl, json_t *state, struct err *err)
{
	if (ctl->wire == NULL)
		ctl->wire = wire_new(&ctl->conf, "ctl", ANSWER_MS, err);
	if (ctl->wire == NULL || wire_connect(ctl->wire, err) < 0)
		return -1;
	return state_add_bus(state, ctl, err);
}

static int parse_wait(const char *text, int64_t *until_ms)
{
	char *end;
	long s;

	errno = 0;
	s = strtol(text, &end, 10);
	if (errno != 0 || end == text || *end != '\0' || s < 0 || s > WAIT_MAX_S)
		return -1;
	*until_ms = clock_steady_ms() + s * 1000;
	return 0;
}

static int status(struct ctl *ctl, int argc, char **argv)
{
	bool json = ctl_take_flag(&argc, argv, "--json"), well;
	const char *wait = ctl_take_value(&argc, argv, "--wait");
	int64_t until_ms = 0;
	struct err err;
	json_t *state;
	int bad;

	if (argc != 1)
		return ctl_usage(&cmd_status);
	if (wait != NULL && parse_wait(wait, &until_ms) < 0)
		return ctl_fail(&cmd_status, EX_USAGE, "--wait takes 0 to %d seconds", WAIT_MAX_S);
	state = look(ctl, until_ms);
	bad = ask_bus(ctl, state, &err);
	json_object_set_new(state, "redis", json_string(bad ? err.msg : "ok"));
	/* Where systemd watches the programs, nobody says that all are up: Redis must do. */
	well = !bad && (is_serving(state) || !json_is_true(json_object_get(state, "running")));
	if (json) {
		ctl_print_json(state);
	} else {
		state_print(state);
		json_decref(state);
	}
	return well ? 0 : EX_UNAVAILABLE;
}

const struct ctl_command cmd_status = {
	.name = "status",
	.args = "[--json] [--wait N]",
	.help = "tell how programs, modems, queues and cases are",
	.run = status,
};

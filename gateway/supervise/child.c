/* SPDX-License-Identifier: GPL-3.0-or-later */
/* child.c: the table of child.h and the few actions that its rows name. */
#include "supervise/child.h"

#include <stddef.h>
#include <string.h>

/* SIGKILL is repeated so often, for a process that a driver holds in an uninterruptible wait. */
enum { KILL_AGAIN_MS = 500 };

static enum child_order spawn(struct child *c, int64_t now_ms)
{
	c->starts++;
	c->alive_ms = c->limits->alive_ms;
	c->due_ms = now_ms + c->limits->start_ms;
	return CHILD_DO_SPAWN;
}

static enum child_order live(struct child *c, int64_t now_ms)
{
	c->due_ms = now_ms + c->alive_ms;
	return CHILD_DO_NOTHING;
}

/* The patience with a start is the larger of the two: a sign of life must not shorten it. */
static enum child_order live_starting(struct child *c, int64_t now_ms)
{
	if (c->due_ms < now_ms + c->alive_ms)
		c->due_ms = now_ms + c->alive_ms;
	return CHILD_DO_NOTHING;
}

static enum child_order murder(struct child *c, int64_t now_ms)
{
	c->due_ms = now_ms + KILL_AGAIN_MS;
	return CHILD_DO_KILL;
}

static enum child_order rest(struct child *c, int64_t now_ms)
{
	c->due_ms = now_ms + c->rest_ms;
	c->rest_ms *= 2;
	if (c->rest_ms > c->limits->rest_max_ms)
		c->rest_ms = c->limits->rest_max_ms;
	return CHILD_DO_NOTHING;
}

static enum child_order rest_after_health(struct child *c, int64_t now_ms)
{
	if (now_ms - c->since_ms >= c->limits->health_ms)
		c->rest_ms = c->limits->rest_min_ms;
	return rest(c, now_ms);
}

static enum child_order ask_to_stop(struct child *c, int64_t now_ms)
{
	c->due_ms = now_ms + c->limits->stop_ms;
	return CHILD_DO_TERM;
}

static enum child_order be_done(struct child *c, int64_t now_ms)
{
	(void)now_ms;
	c->due_ms = 0;
	return CHILD_DO_NOTHING;
}

static const struct rule {
	enum child_state from;
	enum child_event event;
	enum child_state to;
	enum child_order (*act)(struct child *c, int64_t now_ms);
} rules[] = {
	{CHILD_IDLE, CHILD_START, CHILD_STARTING, spawn},
	{CHILD_IDLE, CHILD_STOP, CHILD_GONE, be_done},

	{CHILD_STARTING, CHILD_READY, CHILD_UP, live},
	{CHILD_STARTING, CHILD_ALIVE, CHILD_STARTING, live_starting},
	{CHILD_STARTING, CHILD_EXIT, CHILD_RESTING, rest},
	{CHILD_STARTING, CHILD_LATE, CHILD_KILLED, murder},
	{CHILD_STARTING, CHILD_STOP, CHILD_STOPPING, ask_to_stop},

	{CHILD_UP, CHILD_READY, CHILD_UP, live},
	{CHILD_UP, CHILD_ALIVE, CHILD_UP, live},
	{CHILD_UP, CHILD_EXIT, CHILD_RESTING, rest_after_health},
	{CHILD_UP, CHILD_LATE, CHILD_KILLED, murder},
	{CHILD_UP, CHILD_STOP, CHILD_STOPPING, ask_to_stop},

	{CHILD_KILLED, CHILD_EXIT, CHILD_RESTING, rest},
	{CHILD_KILLED, CHILD_LATE, CHILD_KILLED, murder},
	{CHILD_KILLED, CHILD_STOP, CHILD_STOPPING, murder},

	{CHILD_RESTING, CHILD_LATE, CHILD_STARTING, spawn},
	{CHILD_RESTING, CHILD_STOP, CHILD_GONE, be_done},

	{CHILD_STOPPING, CHILD_EXIT, CHILD_GONE, be_done},
	{CHILD_STOPPING, CHILD_LATE, CHILD_STOPPING, murder},
};

void child_init(struct child *c, const struct child_limits *limits)
{
	memset(c, 0, sizeof(*c));
	c->limits = limits;
	c->alive_ms = limits->alive_ms;
	c->rest_ms = limits->rest_min_ms;
}

enum child_order child_event(struct child *c, enum child_event event, int alive_ms, int64_t now_ms)
{
	enum child_order order;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		if (rules[i].from != c->state || rules[i].event != event)
			continue;
		if (alive_ms > 0)
			c->alive_ms = alive_ms;
		if (event == CHILD_EXIT)
			c->pid = 0;
		order = rules[i].act(c, now_ms);
		if (rules[i].to != c->state)
			c->since_ms = now_ms;
		c->state = rules[i].to;
		return order;
	}
	return CHILD_DO_NOTHING;
}

const char *child_state_name(enum child_state state)
{
	static const char *const names[] = {
		[CHILD_IDLE] = "idle",
		[CHILD_STARTING] = "starting",
		[CHILD_UP] = "up",
		[CHILD_KILLED] = "killed",
		[CHILD_RESTING] = "resting",
		[CHILD_STOPPING] = "stopping",
		[CHILD_GONE] = "gone",
	};

	return names[state];
}

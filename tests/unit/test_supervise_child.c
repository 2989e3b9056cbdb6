/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_supervise_child.c: the life of a supervised program, path by path, on an invented clock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "supervise/child.h"

static const struct child_limits limits = {
	.start_ms = 1000,
	.alive_ms = 500,
	.stop_ms = 300,
	.rest_min_ms = 100,
	.rest_max_ms = 1600,
	.health_ms = 60000,
};

static struct child c;

/* What `event` orders at `now`, and the state and deadline it leaves (0: none). */
#define STEP(event, now, order, to, due)                                                           \
	do {                                                                                       \
		assert_int_equal(child_event(&c, event, 0, now), order);                           \
		assert_string_equal(child_state_name(c.state), child_state_name(to));              \
		assert_int_equal(c.due_ms, due);                                                   \
	} while (0)

static int set_up(void **state)
{
	(void)state;
	child_init(&c, &limits);
	return 0;
}

static void start_at(int64_t now)
{
	STEP(CHILD_START, now, CHILD_DO_SPAWN, CHILD_STARTING, now + 1000);
	c.pid = 42;
}

static void test_a_quiet_life(void **state)
{
	(void)state;
	start_at(0);
	STEP(CHILD_READY, 10, CHILD_DO_NOTHING, CHILD_UP, 510);
	STEP(CHILD_ALIVE, 400, CHILD_DO_NOTHING, CHILD_UP, 900);
	assert_int_equal(c.since_ms, 10);
	STEP(CHILD_STOP, 600, CHILD_DO_TERM, CHILD_STOPPING, 900);
	STEP(CHILD_EXIT, 650, CHILD_DO_NOTHING, CHILD_GONE, 0);
	assert_int_equal(c.pid, 0);
	assert_int_equal(c.starts, 1);
}

static void test_late_in_service(void **state)
{
	(void)state;
	start_at(0);
	STEP(CHILD_READY, 10, CHILD_DO_NOTHING, CHILD_UP, 510);
	STEP(CHILD_LATE, 510, CHILD_DO_KILL, CHILD_KILLED, 1010);
	assert_int_equal(c.pid, 42);
	STEP(CHILD_LATE, 1010, CHILD_DO_KILL, CHILD_KILLED, 1510);
	STEP(CHILD_ALIVE, 1020, CHILD_DO_NOTHING, CHILD_KILLED, 1510);
	STEP(CHILD_EXIT, 1030, CHILD_DO_NOTHING, CHILD_RESTING, 1130);
	STEP(CHILD_LATE, 1130, CHILD_DO_SPAWN, CHILD_STARTING, 2130);
	assert_int_equal(c.starts, 2);
}

static void test_late_before_service(void **state)
{
	(void)state;
	start_at(0);
	STEP(CHILD_LATE, 1000, CHILD_DO_KILL, CHILD_KILLED, 1500);
}

static void test_signs_of_life_lengthen_a_start_and_never_shorten_it(void **state)
{
	(void)state;
	start_at(0);
	STEP(CHILD_ALIVE, 10, CHILD_DO_NOTHING, CHILD_STARTING, 1000);
	STEP(CHILD_ALIVE, 900, CHILD_DO_NOTHING, CHILD_STARTING, 1400);
}

static void test_a_program_names_its_deadline(void **state)
{
	(void)state;
	start_at(0);
	assert_int_equal(child_event(&c, CHILD_READY, 2000, 10), CHILD_DO_NOTHING);
	assert_int_equal(c.due_ms, 2010);
	STEP(CHILD_ALIVE, 100, CHILD_DO_NOTHING, CHILD_UP, 2100);
	child_event(&c, CHILD_ALIVE, 50, 200);
	assert_int_equal(c.due_ms, 250);
	/* Its successor begins with the usual patience. */
	STEP(CHILD_EXIT, 210, CHILD_DO_NOTHING, CHILD_RESTING, 310);
	STEP(CHILD_LATE, 310, CHILD_DO_SPAWN, CHILD_STARTING, 1310);
	STEP(CHILD_READY, 320, CHILD_DO_NOTHING, CHILD_UP, 820);
}

static void die(int64_t now, int rest)
{
	STEP(CHILD_EXIT, now, CHILD_DO_NOTHING, CHILD_RESTING, now + rest);
	STEP(CHILD_LATE, now + rest, CHILD_DO_SPAWN, CHILD_STARTING, now + rest + 1000);
}

static void test_back_off_doubles_to_its_limit(void **state)
{
	static const int rests[] = {100, 200, 400, 800, 1600, 1600, 1600};
	int64_t now = 0;
	size_t i;

	(void)state;
	start_at(now);
	for (i = 0; i < sizeof(rests) / sizeof(rests[0]); i++, now += 10000)
		die(now, rests[i]);
}

static void test_back_off_begins_anew_after_health(void **state)
{
	(void)state;
	start_at(0);
	die(0, 100);
	die(200, 200);
	STEP(CHILD_READY, 500, CHILD_DO_NOTHING, CHILD_UP, 1000);
	STEP(CHILD_ALIVE, 60499, CHILD_DO_NOTHING, CHILD_UP, 60999);
	die(60499, 400); /* a millisecond short of it */
	STEP(CHILD_READY, 61000, CHILD_DO_NOTHING, CHILD_UP, 61500);
	STEP(CHILD_READY, 100000, CHILD_DO_NOTHING, CHILD_UP, 100500); /* said again: nothing new */
	die(121000, 100);
	die(122200, 200);
}

static void test_stop_in_every_state(void **state)
{
	(void)state;
	STEP(CHILD_STOP, 0, CHILD_DO_NOTHING, CHILD_GONE, 0); /* idle */
	STEP(CHILD_START, 0, CHILD_DO_NOTHING, CHILD_GONE, 0);

	child_init(&c, &limits);
	start_at(0);
	STEP(CHILD_STOP, 1, CHILD_DO_TERM, CHILD_STOPPING, 301); /* starting */
	STEP(CHILD_READY, 2, CHILD_DO_NOTHING, CHILD_STOPPING, 301);
	STEP(CHILD_STOP, 3, CHILD_DO_NOTHING, CHILD_STOPPING, 301);
	STEP(CHILD_LATE, 301, CHILD_DO_KILL, CHILD_STOPPING, 801);
	STEP(CHILD_LATE, 801, CHILD_DO_KILL, CHILD_STOPPING, 1301);
	STEP(CHILD_EXIT, 802, CHILD_DO_NOTHING, CHILD_GONE, 0);

	child_init(&c, &limits);
	start_at(0);
	STEP(CHILD_LATE, 1000, CHILD_DO_KILL, CHILD_KILLED, 1500);
	STEP(CHILD_STOP, 1001, CHILD_DO_KILL, CHILD_STOPPING, 1501); /* killed */

	child_init(&c, &limits);
	start_at(0);
	STEP(CHILD_EXIT, 5, CHILD_DO_NOTHING, CHILD_RESTING, 105);
	STEP(CHILD_STOP, 6, CHILD_DO_NOTHING, CHILD_GONE, 0); /* resting */
}

static void test_events_out_of_place_do_nothing(void **state)
{
	(void)state;
	STEP(CHILD_READY, 0, CHILD_DO_NOTHING, CHILD_IDLE, 0);
	STEP(CHILD_EXIT, 0, CHILD_DO_NOTHING, CHILD_IDLE, 0);
	STEP(CHILD_LATE, 0, CHILD_DO_NOTHING, CHILD_IDLE, 0);
	start_at(0);
	STEP(CHILD_START, 1, CHILD_DO_NOTHING, CHILD_STARTING, 1000);
	STEP(CHILD_EXIT, 2, CHILD_DO_NOTHING, CHILD_RESTING, 102);
	STEP(CHILD_ALIVE, 3, CHILD_DO_NOTHING, CHILD_RESTING, 102);
	STEP(CHILD_READY, 3, CHILD_DO_NOTHING, CHILD_RESTING, 102);
	STEP(CHILD_EXIT, 3, CHILD_DO_NOTHING, CHILD_RESTING, 102);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_a_quiet_life, set_up),
		cmocka_unit_test_setup(test_late_in_service, set_up),
		cmocka_unit_test_setup(test_late_before_service, set_up),
		cmocka_unit_test_setup(
			test_signs_of_life_lengthen_a_start_and_never_shorten_it, set_up),
		cmocka_unit_test_setup(test_a_program_names_its_deadline, set_up),
		cmocka_unit_test_setup(test_back_off_doubles_to_its_limit, set_up),
		cmocka_unit_test_setup(test_back_off_begins_anew_after_health, set_up),
		cmocka_unit_test_setup(test_stop_in_every_state, set_up),
		cmocka_unit_test_setup(test_events_out_of_place_do_nothing, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

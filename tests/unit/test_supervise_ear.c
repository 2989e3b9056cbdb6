/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_supervise_ear.c: what is heard on the notify socket, well said and badly said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/notify.h"
#include "supervise/ear.h"

static struct heard say(const char *text)
{
	struct heard h;

	ear_parse(&h, text, strlen(text));
	return h;
}

static void test_words(void **state)
{
	struct heard h = say("READY=1\nSTATUS=all is well\nWATCHDOG_USEC=2500000\nWATCHDOG=1");

	(void)state;
	assert_true(h.ready && h.alive && h.has_status);
	assert_string_equal(h.status, "all is well");
	assert_int_equal(h.alive_ms, 2500);
	h = say("WATCHDOG=1\n");
	assert_true(h.alive && !h.ready && !h.has_status);
	assert_int_equal(h.alive_ms, 0);
}

static void test_wrong_words(void **state)
{
	static const char *const nothing[] = {"", "\n\n\n", "READY=0", "READY=1 ", " READY=1",
		"READY", "WATCHDOG=trigger", "WATCHDOG_USEC=", "WATCHDOG_USEC=x",
		"WATCHDOG_USEC=-1", "WATCHDOG_USEC=0", "WATCHDOG_USEC=1x",
		"WATCHDOG_USEC=99999999999999999999", "MAINPID=1", "FDSTORE=1", "=", "==="};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++) {
		struct heard h = say(nothing[i]);

		if (h.ready || h.alive || h.has_status || h.alive_ms != 0)
			fail_msg("something was heard in: %s", nothing[i]);
	}
}

static void test_bounds(void **state)
{
	char text[4096], status[300];
	struct heard h;

	(void)state;
	assert_int_equal(say("WATCHDOG_USEC=1").alive_ms, 1);
	assert_int_equal(say("WATCHDOG_USEC=9000000000000").alive_ms, EAR_DEADLINE_MAX_MS);
	memset(status, 'x', sizeof(status) - 1);
	status[sizeof(status) - 1] = '\0';
	snprintf(text, sizeof(text), "STATUS=%s", status);
	assert_int_equal(strlen(say(text).status), EAR_STATUS_MAX - 1);
	assert_string_equal(say("STATUS=\033[2J\t\303\251").status, "?[2J???");
	memset(text, 'A', sizeof(text));
	ear_parse(&h, text, sizeof(text));
	assert_false(h.ready);
	ear_parse(&h, "READY=1\0STATUS=x", 16); /* what is behind a NUL is not read */
	assert_true(h.ready && !h.has_status);
}

static void test_socket(void **state)
{
	char dir[] = "/tmp/test_ear.XXXXXX", path[64], deep[256];
	struct heard h;
	struct err err;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/notify", dir);
	fd = ear_open(path, &err);
	assert_true(fd >= 0);
	close(fd);
	fd = ear_open(path, &err); /* over what a predecessor left */
	assert_true(fd >= 0);
	assert_int_equal(ear_take(fd, &h), 0);
	setenv("NOTIFY_SOCKET", path, 1);
	notify_init();
	notify_ready("here");
	notify_alive(1500);
	notify_alive(1500);
	assert_int_equal(ear_take(fd, &h), 1);
	assert_true(h.ready);
	assert_int_equal(h.from, getpid());
	assert_int_equal(ear_take(fd, &h), 1);
	assert_int_equal(h.alive_ms, 1500);
	assert_int_equal(ear_take(fd, &h), 1);
	assert_true(h.alive && h.alive_ms == 0);
	assert_int_equal(ear_take(fd, &h), 0);
	close(fd);
	unlink(path);
	rmdir(dir);

	memset(deep, 'd', sizeof(deep) - 1);
	deep[sizeof(deep) - 1] = '\0';
	assert_int_equal(ear_open(deep, &err), -1);
	assert_non_null(strstr(err.msg, "too many for a socket"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_wrong_words),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_conf.c: etc/hotline.conf says what is built in, and every kind of mistake in a file is told
 * with its place and what to do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"

static char dir[] = "/tmp/test_conf.XXXXXX";
static char file[64];

static void write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* Loads `text`; the complaint, or NULL when there is none. */
static const char *load(struct conf *c, const char *text)
{
	static struct err err;

	write_file(text);
	return conf_load(c, file, NULL, &err) < 0 ? err.msg : NULL;
}

/* Loads a text that is wrong: the complaint must name file and line, and hold `words`. */
static void wrong(const char *text, int line, const char *words)
{
	struct conf c;
	const char *msg = load(&c, text);
	char place[96];

	snprintf(place, sizeof(place), "%s:%d: ", file, line);
	if (msg == NULL)
		fail_msg("accepted: %s", text);
	if (strncmp(msg, place, strlen(place)) != 0 || strstr(msg, words) == NULL)
		fail_msg("for: %s\n  got: %s\n  not: %s... %s", text, msg, place, words);
}

/* The file in the source tree; tests run from its top. */
static const char *shipped(void)
{
	const char *source = getenv("SOURCE");
	static char path[512];

	snprintf(path, sizeof(path), "%s/etc/hotline.conf", source != NULL ? source : ".");
	return path;
}

static void test_shipped_file_equals_defaults(void **state)
{
	struct conf built, read;
	struct err err;
	int i;

	(void)state;
	write_file("");
	assert_int_equal(conf_load(&built, file, dir, &err), 0);
	if (conf_load(&read, shipped(), dir, &err) < 0)
		fail_msg("%s", err.msg);
	assert_string_equal(read.name, built.name);
	assert_string_equal(read.state, built.state);
	assert_string_equal(read.menus, built.menus);
	assert_string_equal(read.tree, built.tree);
	assert_string_equal(read.roster, built.roster);
	assert_int_equal(read.debug, built.debug);
	assert_memory_equal(&read.redis, &built.redis, sizeof(read.redis));
	assert_memory_equal(&read.modem, &built.modem, sizeof(read.modem));
	assert_memory_equal(&read.core, &built.core, sizeof(read.core));
	assert_memory_equal(&read.alert, &built.alert, sizeof(read.alert));
	assert_int_equal(read.n_modems, built.n_modems);
	for (i = 0; i < built.n_modems; i++) {
		assert_string_equal(read.modems[i].name, built.modems[i].name);
		assert_string_equal(read.modems[i].device, built.modems[i].device);
		assert_string_equal(read.modems[i].pin_file, built.modems[i].pin_file);
	}
}

static void test_shipped_file_names_the_default_state(void **state)
{
	struct conf built, read;
	struct err err;

	(void)state;
	conf_default(&built);
	assert_int_equal(conf_load(&read, shipped(), NULL, &err), 0);
	assert_string_equal(read.state, built.state);
}

/* Every option of the table, so that the file that documents them leaves none out. */
static void test_shipped_file_has_every_option(void **state)
{
	static const char *const options[] = {"name", "state", "menus", "tree", "roster", "debug",
		"socket", "replicas", "sweep_s", "check_s", "send_s", "spool_percent",
		"session_days", "claim_idle_s", "tries", "escalate_s", "rounds", "modems"};
	char text[16384], line[64];
	FILE *f = fopen(shipped(), "r");
	size_t i, n;

	(void)state;
	assert_non_null(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		snprintf(line, sizeof(line), "%s = ", options[i]);
		if (strstr(text, line) == NULL)
			fail_msg("etc/hotline.conf does not tell of %s", options[i]);
	}
}

static void test_values_are_taken(void **state)
{
	struct conf c;
	char path[128];

	(void)state;
	assert_null(load(&c, "name = \"kh\"; debug = true; menus = \"m\"; roster = \"/r\";\n"
			     "redis = { socket = \"/run/r.sock\"; replicas = 1; };\n"
			     "alert: { escalate_s = 60 };\n"
			     "modems = ( { name = \"a\"; device = \"/dev/ttyUSB0\"; pin_file = "
			     "\"pin\"; } );"));
	assert_string_equal(c.name, "kh");
	assert_true(c.debug);
	snprintf(path, sizeof(path), "%s/m", dir);
	assert_string_equal(c.menus, path);
	assert_string_equal(c.roster, "/r");
	assert_string_equal(c.redis.socket, "/run/r.sock");
	assert_int_equal(c.redis.replicas, 1);
	assert_int_equal(c.alert.escalate_s, 60);
	assert_int_equal(c.alert.rounds, 3);
	assert_int_equal(c.n_modems, 1);
	assert_string_equal(c.modems[0].device, "/dev/ttyUSB0");
	snprintf(path, sizeof(path), "%s/pin", dir);
	assert_string_equal(c.modems[0].pin_file, path);
	assert_non_null(conf_modem_find(&c, "a"));
	assert_null(conf_modem_find(&c, "m1"));
}

static void test_modem_devices_are_below_the_state(void **state)
{
	struct conf c;
	struct err err;
	char path[PATH_MAX + 16];

	(void)state;
	write_file("");
	assert_int_equal(conf_load(&c, file, dir, &err), 0);
	snprintf(path, sizeof(path), "%s/sim/m1", c.state);
	assert_string_equal(c.modems[0].device, path);
}

static void test_form(void **state)
{
	(void)state;
	wrong("name = \"kh\"\ntree", 2, "syntax error");
	wrong("name = kh;", 1, "syntax error");
	wrong("redis = {\n socket = \"x\";\n", 3, "look for a missing");
	wrong("name = \"kh\";\nname = \"la\";", 2, "duplicate");
	wrong("\001\002\377", 1, "");
}

static void test_unknown_options(void **state)
{
	(void)state;
	wrong("\n\nnaem = \"kh\";", 3, "did you mean \"name\"?");
	wrong("redis = {\n sokcet = \"x\"; };", 2, "did you mean \"socket\"?");
	wrong("redis = {\n escalate_s = 3; };", 2, "no option \"redis.escalate_s\"");
	wrong("wholly_unheard_of = 1;", 1, "see hotline.conf(5)");
	wrong("redis = \"x\";", 1, "redis");
}

static void test_kinds_and_ranges(void **state)
{
	(void)state;
	wrong("name = 3;", 1, "text in double quotes");
	wrong("debug = 1;", 1, "true or false");
	wrong("\nmodem = { sweep_s = \"5\"; };", 2, "whole number");
	wrong("modem = { sweep_s = 4.5; };", 1, "whole number");
	wrong("modem = { sweep_s = 0; };", 1, "between 1 and 3600");
	wrong("modem = { sweep_s = 99999; };", 1, "between 1 and 3600");
	wrong("modem = { sweep_s = 99999999999L; };", 1, "sweep_s");
	wrong("redis = { replicas = -1; };", 1, "between 0 and 5");
	wrong("name = \"Kh\";", 1, "a-z and 0-9");
	wrong("name = \"\";", 1, "a-z and 0-9");
	wrong("name = \"abcdefghijklmnop\";", 1, "1 to 15");
	wrong("name = \"a:b\";", 1, "a-z and 0-9");
	wrong("tree = \"../x\";", 1, "a-z and 0-9");
}

static void test_modems(void **state)
{
	(void)state;
	wrong("modems = 3;", 1, "is the form");
	wrong("modems = (\n 3 );", 2, "a modem is {");
	wrong("modems = ( { name = \"a\"; } );", 1, "needs a name and a device");
	wrong("modems = ( { device = \"/d\"; } );", 1, "needs a name and a device");
	wrong("modems = ( { name = \"a\";\n device = 3; } );", 2, "text in double quotes");
	wrong("modems = ( { name = \"A\"; device = \"/d\"; } );", 1, "a modem's name");
	wrong("modems = ( { name = \"a\"; device = \"/d\";\n dev = \"x\"; } );", 2,
		"has no \"dev\"");
	wrong("modems = ( { name = \"a\"; device = \"/d\"; },\n"
	      "           { name = \"a\"; device = \"/e\"; } );",
		2, "\"a\" already");
}

static void test_too_many_modems(void **state)
{
	char text[8192] = "modems = (\n";
	int i;

	(void)state;
	for (i = 0; i <= CONF_MODEMS_MAX; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
			"%s{ name = \"m%d\"; device = \"/d%d\"; }\n", i ? "," : "", i, i);
	strcat(text, ");");
	wrong(text, CONF_MODEMS_MAX + 2, "more than 32");
}

static void test_no_file(void **state)
{
	struct conf c;
	struct err err;

	(void)state;
	assert_int_equal(conf_load(&c, "/nonexistent/hotline.conf", NULL, &err), -1);
	assert_non_null(strstr(err.msg, "cannot read /nonexistent/hotline.conf"));
	assert_int_equal(conf_load(&c, dir, NULL, &err), -1);
	assert_non_null(strstr(err.msg, dir));
	write_file("");
	assert_int_equal(conf_load(&c, file, file, &err), -1);
	assert_non_null(strstr(err.msg, "not a folder"));
}

static int set_up(void **state)
{
	(void)state;
	if (mkdtemp(dir) == NULL)
		return -1;
	snprintf(file, sizeof(file), "%s/hotline.conf", dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(file);
	return rmdir(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shipped_file_equals_defaults),
		cmocka_unit_test(test_shipped_file_names_the_default_state),
		cmocka_unit_test(test_shipped_file_has_every_option),
		cmocka_unit_test(test_values_are_taken),
		cmocka_unit_test(test_modem_devices_are_below_the_state),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_unknown_options),
		cmocka_unit_test(test_kinds_and_ranges),
		cmocka_unit_test(test_modems),
		cmocka_unit_test(test_too_many_modems),
		cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_duty: responders' commands, their texts, the roster and the life of a case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "duty/alert.h"
#include "duty/case_state.h"
#include "duty/roster.h"
#include "text/gsm7.h"

static void expect_command(const char *text, enum command_kind kind, const char *code)
{
	struct command c = command_parse(text);

	if (c.kind != kind || strcmp(c.code, code) != 0)
		fail_msg("\"%s\" is kind %d code \"%s\"", text, c.kind, c.code);
}

static void test_commands(void **state)
{
	static const char *const takes[] = {"1 4827", "1-4827", "14827", "១ ៤៨២៧", "4827 take",
		"Take: 4827!", " 1  4827 ", "๑ ๔๘๒๗", "၁ ၄၈၂၇"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(takes) / sizeof(takes[0]); i++)
		expect_command(takes[i], COMMAND_TAKE, "4827");
	expect_command("2 4827", COMMAND_BUSY, "4827");
	expect_command("24827", COMMAND_BUSY, "4827");
	expect_command("4827", COMMAND_CODE, "4827");
	expect_command("1", COMMAND_NO_CODE, "");
	expect_command("help", COMMAND_HELP, "");
	expect_command("", COMMAND_UNKNOWN, "");
	expect_command("what is this", COMMAND_UNKNOWN, "");
	expect_command("\xff\xfe", COMMAND_UNKNOWN, "");
}

/* Nothing but code, urgency, language and country, in one SMS of any phone. */
static void test_alert(void **state)
{
	char text[ALERT_MAX];
	int a;

	(void)state;
	alert_text(text, "4827", true, "km", "KH");
	assert_string_equal(text, "ALRT 4827 URGENT km/KH. Reply 1 4827 take, 2 4827 busy");
	alert_text(text, "4827", false, "", "nowhere");
	assert_null(strstr(text, "URGENT"));
	assert_null(strstr(text, "nowhere"));
	for (a = ALERT_YOURS; a <= ALERT_HELP; a++) {
		alert_answer(text, (enum alert_answer)a, "4827");
		assert_in_range(gsm7_len(text, strlen(text)), 1, 160);
	}
	alert_answer(text, ALERT_TAKEN, "4827");
	assert_int_equal(strncmp(text, "4827 taken", 10), 0);
}

static void refuse(const char *text, const char *words)
{
	struct roster *r;
	struct err err = {""};

	r = roster_parse("roster.conf", text, strlen(text), &err);
	if (r != NULL || strstr(err.msg, words) == NULL || strncmp(err.msg, "roster.conf:", 12))
		fail_msg("for: %s\n got: %s", text, err.msg);
	roster_free(r);
}

#define PERSON(name, number) "{ name = \"" name "\"; number = \"" number "\"; }"

static void test_roster_mistakes(void **state)
{
	(void)state;
	refuse("responders = ( " PERSON("a", "not a number") " );", "number");
	refuse("responders = ( " PERSON("a", "+85510000000") ", " PERSON(
		       "b", "+855 10 000 000") " );",
		"number");
	refuse("responders = ( " PERSON("a", "+85510000000") ", " PERSON("a", "+85510000001") " );",
		"a");
	refuse("responders = ( { name = \"a\"; number = \"+85510000000\"; on = false; } );",
		"duty");
	refuse("responders = ( );", "");
	refuse("responders = (", "");
}

static void test_roster_levels(void **state)
{
	static const char text[] =
		"responders = ("
		"{ name = \"a\"; number = \"+85510000000\"; level = 2; },"
		"{ name = \"b\"; number = \"+85510000001\"; level = 5; },"
		"{ name = \"c\"; number = \"+85510000002\"; level = 3; on = false; });";
	struct err err;
	struct roster *r = roster_parse("roster.conf", text, strlen(text), &err);

	(void)state;
	assert_non_null(r);
	assert_int_equal(roster_next_level(r, 0), 2);
	assert_int_equal(roster_next_level(r, 2), 5);
	assert_int_equal(roster_next_level(r, 5), 0);
	assert_string_equal(roster_by_number(r, "+855 10-000 002")->name, "c");
	assert_null(roster_by_number(r, "+85510000009"));
	assert_null(roster_next_on_duty(r, 3, NULL));
	roster_free(r);
}

/* No event leads out of the table, and a closed case lives again only when its person writes. */
static void test_case_states(void **state)
{
	int s, e, next;

	(void)state;
	for (s = 0; s < CASE_STATES; s++) {
		assert_int_equal(case_state_parse(case_state_name((enum case_state)s)), s);
		for (e = 0; e < CASE_EVENTS; e++) {
			next = case_state_next((enum case_state)s, (enum case_event)e);
			assert_in_range(next + 1, 0, CASE_STATES);
			if (s == CASE_CLOSED)
				assert_int_equal(next, e == CASE_EV_WRITE ? CASE_NEW : -1);
			else
				assert_true(e != CASE_EV_WRITE || next == s);
		}
	}
	assert_int_equal(case_state_next(CASE_ALERTED, CASE_EV_CLAIM), CASE_CLAIMED);
	assert_int_equal(case_state_next(CASE_CLAIMED, CASE_EV_CLAIM), -1);
	assert_int_equal(case_state_parse("nonsense"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_alert),
		cmocka_unit_test(test_roster_mistakes),
		cmocka_unit_test(test_roster_levels),
		cmocka_unit_test(test_case_states),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

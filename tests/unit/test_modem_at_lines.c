/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_modem_at_lines: what a modem says is told apart, whatever comes in between. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "modem/at_lines.h"

/* Events as one string: a letter and the line, each ended by a bar. */
static void see(void *arg, enum at_event event, const char *line)
{
	static const char letters[] = "epLFUn";
	char *out = arg;
	size_t n = strlen(out);

	snprintf(out + n, 1024 - n, "%c%s|", letters[event], event == AT_NOISE ? "" : line);
}

static void expect(const char *command, const char *octets, const char *events)
{
	struct at_lines a = {0};
	char whole[1024] = "", piece[1024] = "";
	size_t i;

	at_lines_command(&a, command);
	at_lines_feed(&a, octets, strlen(octets), see, whole);
	at_lines_free(&a);
	assert_string_equal(whole, events);
	/* The same octet by octet. */
	at_lines_command(&a, command);
	for (i = 0; octets[i] != '\0'; i++)
		at_lines_feed(&a, octets + i, 1, see, piece);
	at_lines_free(&a);
	assert_string_equal(piece, events);
}

static void test_reply(void **state)
{
	(void)state;
	expect("AT+CSQ", "AT+CSQ\r\r\n+CSQ: 20,0\r\n\r\nOK\r\n", "eAT+CSQ|L+CSQ: 20,0|FOK|");
	expect("AT", "AT\r\r\nERROR\r\n", "eAT|FERROR|");
	expect("AT+CMGD=1", "AT+CMGD=1\r\r\n+CMS ERROR: 321\r\n", "eAT+CMGD=1|F+CMS ERROR: 321|");
	expect("AT+CREG?", "\r\n+CREG: 2,1\r\n\r\nOK\r\n", "L+CREG: 2,1|FOK|");
}

static void test_unsolicited(void **state)
{
	(void)state;
	expect("", "\r\n+CMTI: \"SM\",3\r\n\r\nRING\r\n", "U+CMTI: \"SM\",3|URING|");
	expect("", "\r\nSMS Ready\r\n\r\n+CIEV: 2,3\r\nwhatever\r\n", "n|n|n|");
	expect("AT+CMGL=4", "\r\n+CMGL: 1,0,,20\r\n0011\r\n+CMTI: \"SM\",2\r\nSMS Ready\r\nOK\r\n",
		"L+CMGL: 1,0,,20|L0011|U+CMTI: \"SM\",2|n|FOK|");
	expect("AT+CSQ", "\r\n+CREG: 1\r\n+CSQ: 1,0\r\nOK\r\n", "n|L+CSQ: 1,0|FOK|");
	expect("", "\r\n+CMT: ,20\r\n0011\r\nnoise\r\n", "U+CMT: ,20|U0011|n|");
	expect("AT", "\r\nOK\r\nOK\r\n", "FOK|n|");
}

static void test_echo_twice(void **state)
{
	(void)state;
	expect("AT+CGMI", "AT+CGMI\rAT+CGMI\r\r\nX\r\nOK\r\n", "eAT+CGMI|n|LX|FOK|");
}

static void test_prompt(void **state)
{
	(void)state;
	expect("AT+CMGS=20", "AT+CMGS=20\r\r\n> \r\n+CMGS: 7\r\n\r\nOK\r\n",
		"eAT+CMGS=20|p> |L+CMGS: 7|FOK|");
	expect("AT+CSQ", "> \r\nOK\r\n", "L> |FOK|");
}

static void test_ussd_lines(void **state)
{
	(void)state;
	expect("", "\r\n+CUSD: 1,\"1 Balance\r\n2 Data\n3 Help\",15\r\n",
		"U+CUSD: 1,\"1 Balance 2 Data 3 Help\",15|");
}

static void test_too_long(void **state)
{
	struct at_lines a = {0};
	char events[1024] = "", x[100];
	int i;

	(void)state;
	memset(x, 'x', sizeof(x));
	at_lines_command(&a, "AT");
	for (i = 0; i < 100; i++)
		at_lines_feed(&a, x, sizeof(x), see, events);
	at_lines_feed(&a, "\r\nOK\r\n", 6, see, events);
	at_lines_free(&a);
	assert_string_equal(events, "n|FOK|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reply),
		cmocka_unit_test(test_unsolicited),
		cmocka_unit_test(test_echo_twice),
		cmocka_unit_test(test_prompt),
		cmocka_unit_test(test_ussd_lines),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_modem_pdu: every file of tests/golden/deliver is a message in commented octets and what it
 * must be read as, one "= word value" a line; "= error words" when it must be refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <ctype.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "modem/pdu.h"

struct golden {
	uint8_t octets[256];
	size_t len;
	char expect[8][256];
	int n;
};

/* Hexadecimal digits up to a #, blanks left out. */
static void take_octets(struct golden *g, const char *line)
{
	char digits[520];
	size_t n = 0;
	int got;

	for (; *line != '\0' && *line != '#' && *line != '\n'; line++)
		if (!isspace((unsigned char)*line)) {
			assert_true(n < sizeof(digits) - 1);
			digits[n++] = *line;
		}
	got = hex_decode(g->octets + g->len, sizeof(g->octets) - g->len, digits, n);
	assert_true(got >= 0);
	g->len += (size_t)got;
}

static void read_golden(struct golden *g, const char *path)
{
	char line[1024];
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	memset(g, 0, sizeof(*g));
	while (fgets(line, sizeof(line), f) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "= ", 2) == 0) {
			assert_true(g->n < 8);
			snprintf(g->expect[g->n++], sizeof(g->expect[0]), "%.250s", line + 2);
		} else {
			take_octets(g, line);
		}
	}
	fclose(f);
	assert_true(g->n > 0);
}

/* What the message was read as, in the words of an expectation. */
static void tell(char out[256], const struct pdu_deliver *d, const char *word)
{
	if (strncmp(word, "from ", 5) == 0)
		snprintf(out, 256, "from %s", d->from);
	else if (strncmp(word, "text ", 5) == 0)
		snprintf(out, 256, "text %s", d->text);
	else if (strncmp(word, "sent_ms ", 8) == 0)
		snprintf(out, 256, "sent_ms %" PRId64, d->sent_ms);
	else if (strncmp(word, "part ", 5) == 0)
		snprintf(out, 256, "part %d/%d", d->part, d->total);
	else if (strncmp(word, "ref ", 4) == 0)
		snprintf(out, 256, "ref %d", d->ref);
	else if (strncmp(word, "flash ", 6) == 0)
		snprintf(out, 256, "flash %d", d->flash);
	else if (strncmp(word, "binary ", 7) == 0)
		snprintf(out, 256, "binary %d", d->binary);
	else
		fail_msg("no such expectation: %s", word);
}

static void check(const char *path)
{
	struct pdu_deliver d;
	struct golden g;
	struct err err = {""};
	char is[256];
	int i, bad;

	read_golden(&g, path);
	bad = pdu_deliver_decode(&d, g.octets, g.len, &err) < 0;
	if (strncmp(g.expect[0], "error ", 6) == 0) {
		if (!bad || strstr(err.msg, g.expect[0] + 6) == NULL)
			fail_msg("%s: refused with \"%s\"", path, err.msg);
		return;
	}
	if (bad)
		fail_msg("%s: %s", path, err.msg);
	for (i = 0; i < g.n; i++) {
		tell(is, &d, g.expect[i]);
		if (strcmp(is, g.expect[i]) != 0)
			fail_msg("%s: \"%s\", not \"%s\"", path, is, g.expect[i]);
	}
	pdu_deliver_free(&d);
}

static void test_golden(void **state)
{
	const char *source = getenv("SOURCE");
	char pattern[4096];
	glob_t found;
	size_t i;

	(void)state;
	snprintf(pattern, sizeof(pattern), "%s/tests/golden/deliver/*.txt",
		source != NULL ? source : ".");
	assert_int_equal(glob(pattern, 0, NULL, &found), 0);
	assert_true(found.gl_pathc >= 25);
	for (i = 0; i < found.gl_pathc; i++)
		check(found.gl_pathv[i]);
	globfree(&found);
}

/* Cut anywhere, a message is refused or read, and never read beyond (the sanitizers look). */
static void test_every_cut(void **state)
{
	static const char hex[] = "07915815000090F9440B915815020000F100086211428000008208"
				  "0500032A02011780";
	uint8_t octets[64], *exact;
	struct pdu_deliver d;
	struct err err;
	int n = hex_decode(octets, sizeof(octets), hex, strlen(hex)), len;

	(void)state;
	assert_true(n > 0);
	for (len = 0; len < n; len++) {
		exact = malloc((size_t)len + 1);
		assert_non_null(exact);
		memcpy(exact + 1, octets, (size_t)len);
		assert_int_equal(pdu_deliver_decode(&d, exact + 1, (size_t)len, &err), -1);
		assert_string_not_equal(err.msg, "");
		free(exact);
	}
	assert_int_equal(pdu_deliver_decode(&d, octets, (size_t)n, &err), 0);
	assert_string_equal(d.text, "ក");
	pdu_deliver_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_every_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

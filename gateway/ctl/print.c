/* SPDX-License-Identifier: GPL-3.0-or-later */
/* print.c: what commands print: texts made harmless, JSON, durations. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "ctl/ctl.h"
#include "text/utf.h"

/* How many octets of `s` make a character that acts on a terminal or reorders what stands beside
 * it, instead of showing: C0, DEL, C1 (U+0080..9F), U+2028..202E, U+2066..2069. Well-formed UTF-8.
 */
static int acting(const unsigned char *s)
{
	if (s[0] < 0x20 || s[0] == 0x7f)
		return 1;
	if (s[0] == 0xc2 && s[1] < 0xa0)
		return 2;
	if (s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0xa8 && s[2] <= 0xae)
		return 3;
	if (s[0] == 0xe2 && s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9)
		return 3;
	return 0;
}

void ctl_puts(const char *text)
{
	struct buf clean = BUF_INIT;
	const unsigned char *s;

	text_utf8_clean(&clean, text, strlen(text));
	buf_putc(&clean, '\0');
	for (s = (const unsigned char *)clean.data; *s != '\0';) {
		int n = acting(s);

		if (*s == '\n')
			fputs("\\n", stdout);
		else if (n == 1)
			printf("\\x%02x", s[0]);
		else if (n == 2)
			printf("\\x%02x", s[1]);
		else if (n == 3)
			printf("\\u{%x}",
				(s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu));
		else
			fputc(*s, stdout);
		s += n > 0 ? n : 1;
	}
	buf_free(&clean);
}

int ctl_print_json(json_t *value)
{
	json_dumpf(value, stdout, JSON_INDENT(1));
	fputc('\n', stdout);
	json_decref(value);
	return 0;
}

void ctl_print_age(char out[16], int64_t ms)
{
	static const struct {
		int64_t below_ms, unit_ms;
		const char *unit;
	} steps[] = {
		{120000, 1000, "s"},
		{7200000, 60000, "min"},
		{172800000, 3600000, "h"},
		{INT64_MAX, 86400000, "d"},
	};
	int i = 0;

	if (ms < 0)
		ms = 0;
	while (i < 3 && ms >= steps[i].below_ms)
		i++;
	snprintf(out, 16, "%lld %s", (long long)(ms / steps[i].unit_ms) % 1000000, steps[i].unit);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* number.c: E.164 numbers. */
#include "base/number.h"

#include <string.h>

int number_normalise(char out[NUMBER_MAX], const char *in)
{
	size_t n = 0;

	for (; *in != '\0'; in++) {
		if (strchr(" -.()/\t", *in) != NULL)
			continue;
		if (!(*in >= '0' && *in <= '9') && !(*in == '+' && n == 0))
			return -1;
		if (n >= NUMBER_MAX - 2)
			return -1;
		out[n++] = *in;
	}
	out[n] = '\0';
	if (n > 2 && out[0] == '0' && out[1] == '0') {
		memmove(out + 1, out + 2, n - 1);
		out[0] = '+';
	}
	return number_is_e164(out) ? 0 : -1;
}

bool number_is_e164(const char *s)
{
	size_t n = strlen(s);

	return s[0] == '+' && s[1] >= '1' && s[1] <= '9' && n >= 8 && n <= 16 &&
	       strspn(s + 1, "0123456789") == n - 1;
}

const char *number_country(const char *e164)
{
	static const struct {
		const char *prefix, *country;
	} table[] = {
		{"+855", "KH"},
		{"+856", "LA"},
		{"+66", "TH"},
		{"+84", "VN"},
		{"+95", "MM"},
		{"+86", "CN"},
		{"+60", "MY"},
		{"+62", "ID"},
		{"+63", "PH"},
		{"+65", "SG"},
		{"+852", "HK"},
		{"+886", "TW"},
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(e164, table[i].prefix, strlen(table[i].prefix)) == 0)
			return table[i].country;
	return "--";
}

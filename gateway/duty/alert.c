/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alert.c: the words for responders, in English and plain ASCII, which every phone shows. */
#include "duty/alert.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

static bool is_of(const char *s, size_t least, size_t most, char first, char last)
{
	size_t n;

	for (n = 0; s[n] >= first && s[n] <= last; n++)
		;
	return s[n] == '\0' && n >= least && n <= most;
}

void alert_text(
	char out[ALERT_MAX], const char *code, bool urgent, const char *lang, const char *country)
{
	assert(is_of(code, CODE_LEN, CODE_LEN, '0', '9'));
	if (!is_of(lang, 2, 3, 'a', 'z') || strcmp(lang, "und") == 0)
		lang = "--";
	if (!is_of(country, 2, 2, 'A', 'Z'))
		country = "--";
	snprintf(out, ALERT_MAX, "ALRT %s %s %s/%s. Reply 1 %s take, 2 %s busy", code,
		urgent ? "URGENT" : "NORMAL", lang, country, code, code);
}

void alert_answer(char out[ALERT_MAX], enum alert_answer answer, const char *code)
{
	/* An @ stands for the code. */
	static const char *const words[] = {
		[ALERT_YOURS] = "@ yours. Nobody else has it.",
		[ALERT_YOURS_ALREADY] = "@ is yours already.",
		[ALERT_TAKEN] = "@ taken",
		[ALERT_BUSY] = "@ noted: busy. The next one is asked.",
		[ALERT_BUSY_YOURS] = "@ given back. The next one is asked.",
		[ALERT_CLOSED] = "@ is closed.",
		[ALERT_UNKNOWN_CODE] = "@ is no code of yours, or too old. Nothing was done.",
		[ALERT_CODE_ALONE] = "@: send 1 @ to take it, 2 @ if you are busy.",
		[ALERT_NO_CODE] = "Which one? Add the code of the alert: 1 CODE or 2 CODE.",
		[ALERT_HELP] = ("Send 1 CODE to take, 2 CODE if busy. CODE is the number in the "
				"alert. Other texts are not understood here."),
	};
	const char *word;
	size_t n = 0;

	assert(is_of(code, 0, CODE_LEN, '0', '9'));
	for (word = words[answer]; *word != '\0'; word++) {
		size_t len = *word == '@' ? strlen(code) : 1;

		assert(n + len < ALERT_MAX);
		memcpy(out + n, *word == '@' ? code : word, len);
		n += len;
	}
	out[n] = '\0';
}

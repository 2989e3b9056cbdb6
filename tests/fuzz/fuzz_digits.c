/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_digits: any octets as what a person, and as what a responder, texted. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "duty/command.h"
#include "text/split.h"
#include "text/understand.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len);

static struct text_lexicon *lexicon(void)
{
	static struct text_lexicon *lx;
	struct err err;

	if (lx == NULL)
		lx = text_lexicon_load(
			getenv("PHRASES") != NULL ? getenv("PHRASES") : "menus/phrases", &err);
	if (lx == NULL) {
		fprintf(stderr, "%s\n", err.msg);
		abort();
	}
	return lx;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t len)
{
	char *text = calloc(1, len + 1);
	struct understanding u;
	struct command c;
	struct split s;

	assert(text != NULL);
	memcpy(text, data, len);
	text_understand(lexicon(), text, strlen(text), NULL, &u);
	assert(u.digit >= -1 && u.digit <= 99);
	assert(u.urgent || u.category != TEXT_URGENT);
	c = command_parse(text);
	assert(strlen(c.code) == 0 || strlen(c.code) == CODE_LEN);
	split_text(&s, text, strlen(text), &split_sms_ref16);
	assert(s.n >= 1);
	split_free(&s);
	free(text);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command: what a responder's text asks for.
 *
 * A responder has a small phone, little time and perhaps no Latin keyboard: "1 4827", "1-4827",
 * "14827", "១ ៤៨២៧", "4827 take" and "Take: 4827!" are all the same. Whatever is not understood is
 * answered in words (duty/alert.h), never dropped.
 */
#ifndef DUTY_COMMAND_H
#define DUTY_COMMAND_H

/* An alert's code. It is drawn from CODE_FIRST to CODE_LAST: none begins with 0, 1 or 2, so that
 * "14827" can only be a 1 and a code. */
enum { CODE_LEN = 4, CODE_FIRST = 3000, CODE_LAST = 9999 };

enum command_kind {
	COMMAND_TAKE,    /* `code` is set */
	COMMAND_BUSY,    /* `code` is set */
	COMMAND_CODE,    /* a code without what to do with it */
	COMMAND_NO_CODE, /* take or busy without a code */
	COMMAND_HELP,    /* the word help */
	COMMAND_UNKNOWN
};

struct command {
	enum command_kind kind;
	char code[CODE_LEN + 1]; /* ASCII digits, or "" */
};

/* Never fails; `text` is UTF-8 of any quality. */
struct command command_parse(const char *text);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command.c: a responder's text is reduced to ASCII digits, words and gaps; then every run must be
 * a code, a command or a courtesy. One word more and the text is not obeyed: "can't take 4827" must
 * not take.
 */
#include "duty/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "text/digits.h"
#include "text/utf.h"

enum { TEXT_MAX = 256 };

/* What a character is turned into. */
enum { GAP = ' ', FOREIGN = '~' };

/* The digit that a character shows, or -1. The scripts of the region, and those that keyboards
 * there offer. */
static int digit_of(uint16_t ch)
{
	static const uint16_t zeros[] = {
		'0',    /* ASCII */
		0x0660, /* Arabic */
		0x06F0, /* Arabic, extended */
		0x0966, /* Devanagari */
		0x0E50, /* Thai */
		0x0ED0, /* Lao */
		0x1040, /* Burmese */
		0x1090, /* Shan */
		0x17E0, /* Khmer */
		0xFF10, /* full width */
	};
	size_t i;
	int value;

	for (i = 0; i < sizeof(zeros) / sizeof(zeros[0]); i++)
		if (ch >= zeros[i] && ch < zeros[i] + 10)
			return ch - zeros[i];
	value = digits_of_char(ch);
	return value <= 9 ? value : -1;
}

/* Blanks, punctuation, emoji and what belongs to them. */
static bool is_gap(uint16_t ch)
{
	return ch < 0x80 || (ch >= 0xA0 && ch < 0xC0) || (ch >= 0x2000 && ch < 0x2C00) ||
	       (ch >= 0x3000 && ch < 0x3040) || (ch >= 0xD800 && ch < 0xE000) ||
	       (ch >= 0xFE00 && ch < 0xFE10) || (ch >= 0xFF00 && ch < 0xFF10);
}

static char reduce(uint16_t ch)
{
	int digit = digit_of(ch);

	if (digit >= 0)
		return (char)('0' + digit);
	if (ch >= 'A' && ch <= 'Z')
		return (char)(ch - 'A' + 'a');
	if (ch >= 'a' && ch <= 'z')
		return (char)ch;
	return is_gap(ch) ? GAP : FOREIGN;
}

static bool one_of(const char *word, size_t len, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strlen(*list) == len && memcmp(*list, word, len) == 0)
			return true;
	return false;
}

/* What the runs of a text said; `bad` when one of them said something else, or two disagreed. */
struct said {
	bool take, busy, help, bad;
	char code[CODE_LEN + 1];
};

static void say_code(struct said *said, const char *code)
{
	if (code[0] < '3' || (said->code[0] != '\0' && memcmp(said->code, code, CODE_LEN) != 0))
		said->bad = true;
	memcpy(said->code, code, CODE_LEN);
}

static void say_number(struct said *said, const char *run, size_t len)
{
	bool command = (run[0] == '1' || run[0] == '2') && (len == 1 || len == 1 + CODE_LEN);

	if (command) {
		said->take |= run[0] == '1';
		said->busy |= run[0] == '2';
	}
	if (len == CODE_LEN)
		say_code(said, run);
	else if (command && len > 1)
		say_code(said, run + 1);
	else if (!command)
		said->bad = true;
}

static void say_word(struct said *said, const char *run, size_t len)
{
	static const char *const take[] = {"take", "taken", "taking", "claim", NULL};
	static const char *const busy[] = {"busy", NULL};
	static const char *const help[] = {"help", "menu", NULL};
	static const char *const courtesy[] = {"code", "ok", "please", "pls", "reply", NULL};

	if (one_of(run, len, take))
		said->take = true;
	else if (one_of(run, len, busy))
		said->busy = true;
	else if (one_of(run, len, help))
		said->help = true;
	else if (!one_of(run, len, courtesy))
		said->bad = true;
}

static void listen(struct said *said, const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len) {
		len = strspn(text, "0123456789");
		if (len > 0) {
			say_number(said, text, len);
			continue;
		}
		len = strspn(text, "abcdefghijklmnopqrstuvwxyz~");
		if (len > 0)
			say_word(said, text, len);
		else
			len = 1;
	}
}

struct command command_parse(const char *text)
{
	struct command c = {COMMAND_UNKNOWN, ""};
	struct said said = {false, false, false, false, ""};
	uint16_t units[TEXT_MAX];
	char plain[TEXT_MAX + 1];
	size_t i, n, len = strlen(text);

	if (len > TEXT_MAX)
		return c;
	n = utf8_to_utf16(units, text, len, NULL);
	for (i = 0; i < n; i++)
		plain[i] = reduce(units[i]);
	plain[n] = '\0';
	listen(&said, plain);
	if (said.bad || (said.take && said.busy))
		return c;
	memcpy(c.code, said.code, sizeof(c.code));
	if (said.take || said.busy)
		c.kind = c.code[0] == '\0' ? COMMAND_NO_CODE
			 : said.take       ? COMMAND_TAKE
					   : COMMAND_BUSY;
	else if (said.help)
		c.kind = COMMAND_HELP;
	else if (c.code[0] != '\0')
		c.kind = COMMAND_CODE;
	return c;
}

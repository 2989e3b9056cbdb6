/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_filter: any octets from a modem, behind a command that the first octet chooses. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "modem/at_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void see(void *arg, enum at_event event, const char *line)
{
	int *finals = arg;

	assert(strchr(line, '\r') == NULL && strchr(line, '\n') == NULL);
	assert(strlen(line) <= AT_LINE_MAX + 1);
	*finals += event == AT_FINAL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const commands[] = {"AT", "AT+CMGS=20", "AT+CMGL=4", "AT+CUSD?", "x"};
	struct at_lines a = {0};
	int finals = 0;

	if (len == 0)
		return 0;
	at_lines_command(&a, commands[data[0] % 5]);
	at_lines_feed(&a, (const char *)data + 1, len - 1, see, &finals);
	assert(finals <= 1);
	at_lines_free(&a);
	return 0;
}

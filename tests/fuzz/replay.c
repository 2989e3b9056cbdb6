/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.c: the main of a fuzzer where libFuzzer is none: feeds it the files that are named. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int main(int argc, char **argv)
{
	enum { ROOM = 1024 * 1024 };
	uint8_t *data, *exact;
	size_t len;
	FILE *f;
	int i;

	for (i = 1; i < argc; i++) {
		f = fopen(argv[i], "rb");
		if (f == NULL) {
			perror(argv[i]);
			return 1;
		}
		data = malloc(ROOM);
		len = data != NULL ? fread(data, 1, ROOM, f) : 0;
		fclose(f);
		/* Of the exact length, so that a sanitizer sees a read behind the end. */
		exact = realloc(data, len > 0 ? len : 1);
		LLVMFuzzerTestOneInput(exact, len);
		free(exact);
	}
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* translit.c: conversion in place on the stack, piece by piece. */
#include "text/translit.h"

#include "text/utf.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/utrans.h>

enum { PIECE = 1024, ROOM = PIECE * 4 };

struct translit {
	UTransliterator *icu;
};

struct translit *translit_open(const char *name, struct err *err)
{
	static const uint16_t warm[] = {
		0x1031, 0x1000, 0x1064, 0x103B, 0x1019, 0x1039, 0x8B77, 0x767C};
	UErrorCode status = U_ZERO_ERROR;
	struct translit *t;
	struct buf unused = BUF_INIT;
	uint16_t id[64];
	size_t n = utf8_to_utf16(id, name, utf8_fit(name, strlen(name), 64), NULL);
	UTransliterator *icu = utrans_openU(id, (int32_t)n, UTRANS_FORWARD, NULL, 0, NULL, &status);

	if (U_FAILURE(status)) {
		err_set(err, "ICU has no transliterator %s (%s): is libicu complete?", name,
			u_errorName(status));
		return NULL;
	}
	t = xcalloc(1, sizeof(*t));
	t->icu = icu;
	translit_run(t, &unused, warm, sizeof(warm) / sizeof(warm[0]));
	buf_free(&unused);
	return t;
}

void translit_close(struct translit *t)
{
	if (t == NULL)
		return;
	utrans_close(t->icu);
	free(t);
}

static void piece(struct translit *t, struct buf *out, const uint16_t *text, size_t n)
{
	uint16_t room[ROOM];
	int32_t len = (int32_t)n, limit = (int32_t)n;
	UErrorCode status = U_ZERO_ERROR;

	memcpy(room, text, n * sizeof(*text));
	utrans_transUChars(t->icu, room, &len, ROOM, 0, &limit, &status);
	if (U_FAILURE(status)) /* as it came is better than not at all */
		buf_put(out, text, n * sizeof(*text));
	else
		buf_put(out, room, (size_t)len * sizeof(*text));
	explicit_bzero(room, (size_t)(n > (size_t)len ? n : (size_t)len) * sizeof(*room));
}

void translit_run(struct translit *t, struct buf *out, const uint16_t *text, size_t n)
{
	size_t len;

	for (; n > 0; text += len, n -= len) {
		len = n < PIECE ? n : PIECE;
		piece(t, out, text, len);
	}
}

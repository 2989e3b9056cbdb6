/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tsv.c: reading a list line by line. A line longer than 64 kB or not UTF-8 is the file's error. */
#include "text/tsv.h"

#include "text/utf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_OCTETS = 65536 };

int tsv_open(struct tsv *t, const char *path, struct err *err)
{
	memset(t, 0, sizeof(*t));
	t->path = path;
	t->f = fopen(path, "re");
	return t->f == NULL ? err_sys(err, "cannot open %s", path) : 0;
}

void tsv_close(struct tsv *t)
{
	if (t->f != NULL)
		fclose(t->f);
	free(t->line);
	memset(t, 0, sizeof(*t));
}

int tsv_fail(const struct tsv *t, struct err *err, const char *fmt, ...)
{
	char what[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	return err_set(err, "%s:%u: %s", t->path, t->number, what);
}

static void fields(struct tsv *t)
{
	static char none[1];
	char *s = t->line, *tab;
	size_t i;

	for (i = 0; i < TSV_FIELDS; i++)
		t->field[i] = none;
	for (t->n = 0; t->n < TSV_FIELDS && s != NULL; s = tab) {
		tab = strchr(s, '\t');
		if (tab != NULL)
			*tab++ = '\0';
		t->field[t->n++] = s;
	}
}

int tsv_next(struct tsv *t, struct err *err)
{
	ssize_t len;

	for (;;) {
		errno = 0;
		len = getline(&t->line, &t->room, t->f);
		if (len < 0)
			return ferror(t->f) ? err_sys(err, "cannot read %s", t->path) : 0;
		t->number++;
		if (len > LINE_MAX_OCTETS)
			return tsv_fail(
				t, err, "the line is longer than %d octets", LINE_MAX_OCTETS);
		if (strlen(t->line) != (size_t)len || !utf8_valid(t->line, (size_t)len))
			return tsv_fail(t, err, "not UTF-8 text: save the file as UTF-8");
		while (len > 0 && (t->line[len - 1] == '\n' || t->line[len - 1] == '\r'))
			t->line[--len] = '\0';
		if (len > 0 && t->line[0] != '#')
			break;
	}
	fields(t);
	return 1;
}

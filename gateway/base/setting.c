/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * setting.c: libconfig with complaints that a person can act upon. libconfig's own parser recurses
 * when it frees and opens files for @include, so both are looked for in the text before it sees it.
 */
#include "base/setting.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int setting_read(struct buf *out, const char *file, size_t max, struct err *err)
{
	char chunk[8192];
	struct stat st;
	size_t had = out->len;
	ssize_t n;
	int fd;

	/* Not blocking: a pipe in the folder must not hold the program. */
	fd = open(file, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return err_sys(err, "cannot read %s", file);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(err, "%s: is no ordinary file", file);
	}
	while ((n = read(fd, chunk, sizeof(chunk))) > 0 && out->len - had <= max)
		buf_put(out, chunk, (size_t)n);
	if (n < 0)
		err_sys(err, "cannot read %s", file);
	else if (out->len - had > max)
		n = err_set(err, "%s: is larger than %zu octets; split it", file, max);
	close(fd);
	return n < 0 ? -1 : 0;
}

static int line_of(const char *text, const char *at)
{
	int line = 1;

	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* The length of the comment or string that begins at `s`, up to what libconfig takes for its end,
 * or 0 when none begins there. */
static size_t quoted(const char *s, size_t len)
{
	const char *end = NULL;
	size_t i;

	if (s[0] == '"') {
		for (i = 1; i < len && s[i] != '"'; i++)
			i += s[i] == '\\';
		return i < len ? i + 1 : len;
	}
	if (s[0] == '#' || (len > 1 && s[0] == '/' && s[1] == '/'))
		end = memchr(s, '\n', len);
	else if (len > 1 && s[0] == '/' && s[1] == '*')
		end = memmem(s + 2, len - 2, "*/", 2);
	else
		return 0;
	return end != NULL ? (size_t)(end - s) + (*end == '*') + 1 : len;
}

/* What must not reach the parser. */
static int guard(const char *name, const char *s, size_t len, struct err *err)
{
	const char *at, *end = s + len;
	int depth = 0;

	at = memchr(s, '\0', len);
	if (at != NULL)
		return err_set(err, "%s:%d: has a zero octet; save it as plain text in UTF-8", name,
			line_of(s, at));
	at = memmem(s, len, "@include", 8);
	if (at != NULL)
		return err_set(err, "%s:%d: @include is not allowed; copy the text here", name,
			line_of(s, at));
	for (at = s; at < end; at++) {
		size_t skip = quoted(at, (size_t)(end - at));

		if (skip > 0)
			at += skip - 1;
		else if (strchr("{([", *at) != NULL && ++depth > SETTING_DEPTH_MAX)
			return err_set(err, "%s:%d: brackets nest deeper than %d; close some", name,
				line_of(s, at), SETTING_DEPTH_MAX);
		else if (strchr("})]", *at) != NULL && depth > 0)
			depth--;
	}
	return 0;
}

int setting_open(
	struct setting_file *f, const char *name, const char *data, size_t len, struct err *err)
{
	struct buf text = BUF_INIT;
	int bad = 0;

	f->name = name;
	f->err = err;
	if (len == 0)
		data = "";
	if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
		data += 3;
		len -= 3;
	}
	if (guard(name, data, len, err) < 0)
		return -1;
	buf_put(&text, data, len);
	config_init(&f->cfg);
	if (config_read_string(&f->cfg, text.len > 0 ? text.data : "") != CONFIG_TRUE) {
		bad = err_set(err,
			"%s:%d: %s; look for a missing quote, bracket or ';' here or above", name,
			config_error_line(&f->cfg), config_error_text(&f->cfg));
		config_destroy(&f->cfg);
	}
	buf_free(&text);
	return bad;
}

void setting_close(struct setting_file *f)
{
	config_destroy(&f->cfg);
}

config_setting_t *setting_root(struct setting_file *f)
{
	return config_root_setting(&f->cfg);
}

int setting_bad(struct setting_file *f, const config_setting_t *at, const char *fmt, ...)
{
	char what[256];
	va_list ap;
	int line = (int)config_setting_source_line(at);

	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	/* libconfig gives the root of a file no line. */
	return err_set(f->err, "%s:%d: %s", f->name, line > 0 ? line : 1, what);
}

/* How many keystrokes apart two words are. */
static int distance(const char *a, const char *b)
{
	int row[64], i, j, la = (int)strlen(a), lb = (int)strlen(b);

	if (la > 60 || lb > 60)
		return 99;
	for (j = 0; j <= lb; j++)
		row[j] = j;
	for (i = 1; i <= la; i++) {
		int diagonal = row[0];

		row[0] = i;
		for (j = 1; j <= lb; j++) {
			int best = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[lb];
}

const char *setting_nearest(const char *word, const char *const *list)
{
	const char *near = NULL;
	int best = 3;

	for (; *list != NULL; list++) {
		int d = distance(word, *list);

		if (d < best && d < (int)strlen(*list)) {
			best = d;
			near = *list;
		}
	}
	return near;
}

int setting_keys(struct setting_file *f, const config_setting_t *group, const char *what,
	const char *const *known)
{
	struct buf all = BUF_INIT;
	int i, k, bad;

	for (i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *s = config_setting_get_elem(group, (unsigned int)i);
		const char *name = config_setting_name(s), *near;

		for (k = 0; known[k] != NULL && strcmp(name, known[k]) != 0; k++)
			;
		if (known[k] != NULL)
			continue;
		near = setting_nearest(name, known);
		if (near != NULL)
			return setting_bad(f, s, "%s has no \"%.40s\"; did you mean \"%s\"?", what,
				name, near);
		for (k = 0; known[k] != NULL; k++)
			buf_printf(&all, "%s%s", k > 0 ? ", " : "", known[k]);
		bad = setting_bad(f, s, "%s has no \"%.40s\"; it has %s", what, name, all.data);
		buf_free(&all);
		return bad;
	}
	return 0;
}

/* The member, or NULL with `*bad` telling whether that is a mistake. */
static config_setting_t *member(struct setting_file *f, const config_setting_t *group,
	const char *key, enum setting_need need, int *bad)
{
	config_setting_t *s = config_setting_get_member(group, key);

	*bad = 0;
	if (s == NULL && need == SETTING_MUST)
		*bad = setting_bad(f, group, "\"%s\" is missing; add it", key);
	return s;
}

int setting_string(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, const char **out)
{
	int bad;
	config_setting_t *s = member(f, group, key, need, &bad);

	if (s == NULL)
		return bad;
	if (config_setting_type(s) != CONFIG_TYPE_STRING)
		return setting_bad(f, s, "\"%s\" must be text in double quotes", key);
	*out = config_setting_get_string(s);
	return 0;
}

int setting_int(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, int min, int max, int *out)
{
	int bad, value;
	config_setting_t *s = member(f, group, key, need, &bad);

	if (s == NULL)
		return bad;
	if (config_setting_type(s) != CONFIG_TYPE_INT)
		return setting_bad(
			f, s, "\"%s\" must be a whole number from %d to %d", key, min, max);
	value = config_setting_get_int(s);
	if (value < min || value > max)
		return setting_bad(
			f, s, "\"%s\" is %d; it must be from %d to %d", key, value, min, max);
	*out = value;
	return 0;
}

int setting_bool(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, bool *out)
{
	int bad;
	config_setting_t *s = member(f, group, key, need, &bad);

	if (s == NULL)
		return bad;
	if (config_setting_type(s) != CONFIG_TYPE_BOOL)
		return setting_bad(f, s, "\"%s\" must be true or false, without quotes", key);
	*out = config_setting_get_bool(s) != 0;
	return 0;
}

int setting_strings(struct setting_file *f, const config_setting_t *group, const char *key,
	enum setting_need need, const char **out, int max, int *n)
{
	int i, bad;
	config_setting_t *s = member(f, group, key, need, &bad);

	if (s == NULL)
		return bad;
	if (!config_setting_is_array(s) && !config_setting_is_list(s))
		return setting_bad(
			f, s, "\"%s\" must be a list: %s = [ \"...\", \"...\" ];", key, key);
	if (config_setting_length(s) > max)
		return setting_bad(f, s, "\"%s\" has more than %d entries", key, max);
	*n = 0;
	for (i = 0; i < config_setting_length(s); i++) {
		out[i] = config_setting_get_string_elem(s, i);
		if (out[i] == NULL)
			return setting_bad(
				f, s, "\"%s\" must hold only text in double quotes", key);
		*n = i + 1;
	}
	return 0;
}

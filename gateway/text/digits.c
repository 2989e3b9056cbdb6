/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * digits.c: a small grammar over the folded text, read with backtracking. Only texts of a few dozen
 * characters are tried: a longer one is a sentence.
 */
#include "text/digits.h"

#include "base/buf.h"
#include "text/tsv.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>

enum { CHOICE_UNITS = 48, AFFIXES = 3, FLAG_HINT = 1, FLAG_DIGITS = 2, BURMESE_WA = 0x101D };

enum role { ROLE_PREFIX = -2, ROLE_SUFFIX = -1 }; /* 0..99: a number word */

struct form {
	struct fold_key key; /* words key without its spaces */
	int role;
	enum lang lang;
	bool romanised;
	unsigned flags;
};

struct choices {
	struct form *form;
	size_t n;
};

static int role_parse(const char *s)
{
	char *end;
	long v;

	if (strcmp(s, "prefix") == 0)
		return ROLE_PREFIX;
	if (strcmp(s, "suffix") == 0)
		return ROLE_SUFFIX;
	if (strncmp(s, "number:", 7) != 0)
		return -3;
	v = strtol(s + 7, &end, 10);
	return *end == '\0' && end != s + 7 && v >= 0 && v <= 99 ? (int)v : -3;
}

static int add_forms(
	struct choices *c, struct fold *f, const struct tsv *t, struct form like, struct err *err)
{
	char *save = NULL, *s;
	struct folded folded;
	size_t i, n;

	for (s = strtok_r(t->field[2], ",", &save); s != NULL; s = strtok_r(NULL, ",", &save)) {
		fold_text(f, s, strlen(s), FOLD_AS_UNICODE, &folded);
		for (i = n = 0; i < folded.words.n; i++)
			if (folded.words.s[i] != ' ')
				folded.words.s[n++] = folded.words.s[i];
		if (n == 0 || n > CHOICE_UNITS) {
			fold_done(&folded);
			return tsv_fail(t, err, "a form has no letters, or too many: '%s'", s);
		}
		c->form = xrealloc(c->form, (c->n + 1) * sizeof(*c->form));
		like.key = (struct fold_key){xmemdup(folded.words.s, n * sizeof(uint16_t)), n};
		c->form[c->n++] = like;
		fold_done(&folded);
	}
	return 0;
}

static int add_line(struct choices *c, struct fold *f, const struct tsv *t, struct err *err)
{
	struct form like;

	memset(&like, 0, sizeof(like));
	like.lang = lang_parse(t->field[0], &like.romanised);
	like.role = role_parse(t->field[1]);
	if (like.lang == LANG_UND || like.role < ROLE_PREFIX)
		return tsv_fail(
			t, err, "want language, number:N or prefix or suffix, forms, flags");
	if (strcmp(t->field[3], "hint") == 0)
		like.flags = FLAG_HINT;
	else if (strcmp(t->field[3], "digits") == 0)
		like.flags = FLAG_DIGITS;
	else if (t->field[3][0] != '\0')
		return tsv_fail(t, err, "unknown flag '%s' (there are: hint, digits)", t->field[3]);
	return add_forms(c, f, t, like, err);
}

struct choices *choices_load(const char *path, struct fold *f, struct err *err)
{
	struct choices *c = xcalloc(1, sizeof(*c));
	struct tsv t;
	int got = -1;

	if (tsv_open(&t, path, err) == 0) {
		while ((got = tsv_next(&t, err)) > 0)
			if ((got = add_line(c, f, &t, err)) < 0)
				break;
		tsv_close(&t);
	}
	if (got == 0)
		return c;
	choices_free(c);
	return NULL;
}

void choices_free(struct choices *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->n; i++)
		free(c->form[i].key.s);
	free(c->form);
	free(c);
}

/* One reading of a text. */
struct reading {
	const struct choices *c;
	const struct fold_key *t;
	enum lang likely;
	bool by_digits, by_prefix;
	struct digits_said said;
};

static size_t skip(const struct fold_key *t, size_t at)
{
	while (at < t->n && t->s[at] == ' ')
		at++;
	return at;
}

static bool latin(uint16_t c)
{
	return c >= 'a' && c <= 'z';
}

/* Does the form stand at `at`, spaces aside? Sets `end`. A Latin form must end where a word does.
 */
static bool stands(const struct fold_key *t, size_t at, const struct fold_key *form, size_t *end)
{
	size_t i;

	for (i = 0; i < form->n; i++, at++) {
		if (i > 0)
			at = skip(t, at);
		if (at >= t->n || t->s[at] != form->s[i])
			return false;
	}
	*end = at;
	if (at < t->n && latin(t->s[at - 1]) && latin(t->s[at]))
		return false;
	return at == t->n || (U_MASK(u_charType(t->s[at])) & U_GC_M_MASK) == 0;
}

static bool suffixes(struct reading *r, size_t at, unsigned depth)
{
	size_t i, end;

	at = skip(r->t, at);
	if (at == r->t->n)
		return true;
	if (depth == AFFIXES)
		return false;
	for (i = 0; i < r->c->n; i++) {
		const struct form *f = &r->c->form[i];

		if (f->role != ROLE_SUFFIX ||
			(f->flags & FLAG_DIGITS && !r->by_digits && !r->by_prefix))
			continue;
		if (stands(r->t, at, &f->key, &end) && suffixes(r, end, depth + 1)) {
			if (r->said.lang == LANG_UND) {
				r->said.lang = f->lang;
				r->said.romanised = f->romanised;
			}
			return true;
		}
	}
	return false;
}

static int han_value(uint16_t c)
{
	static const uint16_t plain[] = {0x96F6, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
		0x4E03, 0x516B, 0x4E5D, 0x5341};
	static const uint16_t banker[] = {0x96F6, 0x58F9, 0x8D30, 0x53C1, 0x8086, 0x4F0D, 0x9646,
		0x67D2, 0x634C, 0x7396, 0x62FE};
	int i;

	for (i = 0; i <= 10; i++)
		if (c == plain[i] || c == banker[i])
			return i;
	switch (c) {
	case 0x5E7A: /* yao, one on the telephone */
	case 0x5F0C:
		return 1;
	case 0x4E24: /* liang, er */
	case 0x4FE9:
	case 0x5F0D:
		return 2;
	case 0x53C2: /* san: forms of the banker's three */
	case 0x5F0E:
		return 3;
	default:
		return -1;
	}
}

/* A Han number 0..99 at `at`: a digit, or tens and ones around 'ten'. */
static bool han(const struct fold_key *t, size_t at, size_t *end, int *number)
{
	int v = at < t->n ? han_value(t->s[at]) : -1, next;

	if (v < 0)
		return false;
	at++;
	next = at < t->n ? han_value(t->s[at]) : -1;
	if (v < 10 && v > 0 && next == 10) {
		v *= 10;
		at++;
		next = at < t->n ? han_value(t->s[at]) : -1;
	}
	if (v >= 10 && next > 0 && next < 10) {
		v += next;
		at++;
	}
	*end = at;
	*number = v;
	return true;
}

static bool ascii(const struct fold_key *t, size_t at, size_t *end, int *number)
{
	size_t from = at;

	for (*number = 0; at < t->n && t->s[at] >= '0' && t->s[at] <= '9' && at - from < 3; at++)
		*number = *number * 10 + (t->s[at] - '0');
	*end = at;
	return at > from && at - from <= 2;
}

static bool number_word(struct reading *r, size_t at)
{
	size_t i, end;
	int pass;

	for (pass = 0; pass < 2; pass++) /* the likely language's words first */
		for (i = 0; i < r->c->n; i++) {
			const struct form *f = &r->c->form[i];

			if (f->role < 0 || (pass == 0) != (f->lang == r->likely) ||
				(pass == 1 && f->flags & FLAG_HINT))
				continue;
			r->said = (struct digits_said){f->role, f->lang, f->romanised};
			if (stands(r->t, at, &f->key, &end) && suffixes(r, end, 0))
				return true;
		}
	return false;
}

static bool number(struct reading *r, size_t at)
{
	size_t end;
	int v;

	r->by_digits = true;
	r->said = (struct digits_said){-1, LANG_UND, false};
	if (ascii(r->t, at, &end, &v) && suffixes(r, end, 0)) {
		r->said.number = v;
		return true;
	}
	r->by_digits = false;
	r->said = (struct digits_said){-1, LANG_ZH, false};
	if (han(r->t, at, &end, &v) && suffixes(r, end, 0)) {
		r->said.number = v;
		return true;
	}
	return number_word(r, at);
}

static bool prefixes(struct reading *r, size_t at, unsigned depth)
{
	bool had = r->by_prefix;
	size_t i, end;

	at = skip(r->t, at);
	if (number(r, at))
		return true;
	for (i = 0; depth < AFFIXES && i < r->c->n; i++) {
		const struct form *f = &r->c->form[i];

		if (f->role != ROLE_PREFIX || !stands(r->t, at, &f->key, &end))
			continue;
		r->by_prefix = had || !(f->flags & FLAG_DIGITS);
		if (prefixes(r, end, depth + 1) && (r->by_digits || !(f->flags & FLAG_DIGITS))) {
			if (r->said.lang == LANG_UND) {
				r->said.lang = f->lang;
				r->said.romanised = f->romanised;
			}
			return true;
		}
	}
	r->by_prefix = had;
	return false;
}

/* Money, percents, degrees and faces made of signs are not answers. */
static bool misleading(const struct fold_key *raw)
{
	size_t i = 0;

	while (i < raw->n && u_isUWhiteSpace(raw->s[i]))
		i++;
	if (i < raw->n &&
		(raw->s[i] == '<' || raw->s[i] == ':' || raw->s[i] == ';' || raw->s[i] == '='))
		return true;
	for (; i < raw->n; i++)
		if (u_charType(raw->s[i]) == U_CURRENCY_SYMBOL || raw->s[i] == '%' ||
			raw->s[i] == 0xB0)
			return true;
	return false;
}

struct digits_said digits_choice(const struct choices *c, const struct folded *t, enum lang likely)
{
	struct reading r = {c, &t->words, likely, false, false, {-1, LANG_UND, false}};

	if (t->words.n == 0 || t->words.n > CHOICE_UNITS || misleading(&t->raw))
		return r.said;
	if (t->words.n == 1 && t->words.s[0] == BURMESE_WA)
		return (struct digits_said){0, LANG_MY, false};
	if (!prefixes(&r, 0, 0))
		r.said = (struct digits_said){-1, LANG_UND, false};
	return r.said;
}

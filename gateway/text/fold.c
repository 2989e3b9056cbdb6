/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold.c: the order of folding. ICU does what Unicode defines, fold_unbox.c and fold_script.c do
 * what it does not; here they are put one behind the other.
 */
#include "text/fold.h"

#include "text/fold_script.h"
#include "text/translit.h"
#include "text/utf.h"
#include "text/zawgyi.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

struct fold {
	struct zawgyi *zawgyi;
	struct translit *simplify;
	const UNormalizer2 *casefold, *nfd;
};

/* Normalizing sorts the marks behind a letter, which takes quadratic time in their number. No
 * spelling has more than a dozen (Unicode's Stream-Safe Text Format allows 30). */
enum { MARKS_MAX = 30 };

struct fold *fold_open(struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	struct fold *f = xcalloc(1, sizeof(*f));

	f->casefold = unorm2_getNFKCCasefoldInstance(&status);
	f->nfd = unorm2_getNFDInstance(&status);
	if (U_FAILURE(status))
		err_set(err, "ICU has no normalization data (%s)", u_errorName(status));
	else if ((f->zawgyi = zawgyi_open(err)) != NULL &&
		 (f->simplify = translit_open("Traditional-Simplified", err)) != NULL)
		return f;
	fold_close(f);
	return NULL;
}

void fold_close(struct fold *f)
{
	if (f == NULL)
		return;
	zawgyi_close(f->zawgyi);
	translit_close(f->simplify);
	free(f);
}

struct zawgyi *fold_zawgyi(struct fold *f)
{
	return f->zawgyi;
}

static void key_free(struct fold_key *k)
{
	if (k->s != NULL)
		explicit_bzero(k->s, k->n * sizeof(*k->s));
	free(k->s);
	*k = (struct fold_key){NULL, 0};
}

static struct fold_key key_new(size_t room)
{
	return (struct fold_key){xmalloc((room + 1) * sizeof(uint16_t)), 0};
}

void fold_done(struct folded *out)
{
	key_free(&out->raw);
	key_free(&out->words);
	key_free(&out->strict);
	key_free(&out->loose);
	key_free(&out->marked);
}

/* Replaces `k` by its normal form. */
static void normalize(const UNormalizer2 *form, struct fold_key *k)
{
	UErrorCode status = U_ZERO_ERROR;
	size_t room = k->n * 2 + 16;
	struct fold_key out = key_new(room);
	int32_t n = unorm2_normalize(form, k->s, (int32_t)k->n, out.s, (int32_t)room, &status);

	if (status == U_BUFFER_OVERFLOW_ERROR) {
		status = U_ZERO_ERROR;
		key_free(&out);
		out = key_new((size_t)n);
		n = unorm2_normalize(form, k->s, (int32_t)k->n, out.s, n, &status);
	}
	if (U_FAILURE(status)) { /* cannot happen with sound data; the text as it is still serves */
		key_free(&out);
		return;
	}
	out.n = (size_t)n;
	key_free(k);
	*k = out;
}

static bool is_mark(UChar32 c)
{
	return (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0;
}

static UScriptCode script_of(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;

	return uscript_getScript(c, &status);
}

static bool is_han(UChar32 c)
{
	return c >= 0x2E80 && script_of(c) == USCRIPT_HAN;
}

/* Drops the marks beyond what any spelling has. */
static void cap_marks(struct fold_key *k)
{
	size_t i = 0, out = 0, run = 0;
	UChar32 c;

	while (i < k->n) {
		U16_NEXT(k->s, i, k->n, c);
		run = c >= 0x300 && is_mark(c) ? run + 1 : 0;
		if (run <= MARKS_MAX)
			U16_APPEND_UNSAFE(k->s, out, c);
	}
	k->n = out;
}

/* Traditional Han to simplified. ICU swaps U+82CE and U+82E7 with each other, which would never
 * come to rest: those two are left alone. */
static void simplify(struct fold *f, struct fold_key *k)
{
	struct buf b = BUF_INIT;
	size_t from = 0, to;
	bool any = false;

	while (from < k->n) {
		for (to = from;
			to < k->n && is_han(k->s[to]) && k->s[to] != 0x82CE && k->s[to] != 0x82E7;
			to++)
			;
		if (to > from) {
			translit_run(f->simplify, &b, k->s + from, to - from);
			any = true;
		} else {
			buf_put(&b, k->s + to++, sizeof(*k->s));
		}
		from = to;
	}
	if (any) {
		key_free(k);
		k->n = b.len / sizeof(*k->s);
		k->s = xmemdup(b.data, b.len + sizeof(*k->s));
	}
	buf_free(&b);
}

static bool latin(UChar32 c)
{
	UErrorCode status = U_ZERO_ERROR;

	return (c >= 'a' && c <= 'z') ||
	       (c > 0x7F && uscript_getScript(c, &status) == USCRIPT_LATIN);
}

static bool apostrophe(UChar32 c)
{
	return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == '`';
}

/* What a sign or letter is in the keys: itself, another, ' ' for a separator, 0 for nothing.
 * `before` is the last character that was not a mark. */
static UChar32 plain(UChar32 c, UChar32 before, UChar32 after)
{
	uint32_t mask = U_MASK(u_charType(c));
	int32_t digit;

	if (c == 0x0E46 || c == 0x0EC6 || c == 0x17D7) /* Thai, Lao, Khmer signs of repetition */
		return 0;
	if (apostrophe(c))
		return latin(before) && latin(after) ? 0 : ' ';
	if (c == '@' && latin(before) && latin(after))
		return 'a';
	if (c == '$' && (latin(before) || latin(after)))
		return 's';
	if (c == 0x0111 || c == 0x00F0)
		return 'd';
	if (c == 0x0131)
		return 'i';
	if ((mask & U_GC_M_MASK) != 0) /* on no letter, or on one of another script, it is dirt */
		return u_isalpha(before) && script_of(c) == script_of(before) ? c : 0;
	digit = u_charDigitValue(c);
	if (digit >= 0)
		return '0' + digit;
	return (mask & (U_GC_L_MASK | U_GC_N_MASK)) != 0 ? c : ' ';
}

/* Writes the two keys with spaces from normalized text: `words` without, `marked` with the marks of
 * Latin letters. Both have the same number of words. */
static void write_words(const struct fold_key *k, struct fold_key *words, struct fold_key *marked)
{
	UChar32 c, p, before = ' ', after;
	size_t i = 0, look;

	while (i < k->n) {
		U16_NEXT(k->s, i, k->n, c);
		look = i;
		after = ' ';
		if (look < k->n)
			U16_NEXT(k->s, look, k->n, after);
		p = plain(c, before, after);
		if (p != 0)
			U16_APPEND_UNSAFE(words->s, words->n, p);
		if (p == 'd' && c != 'd')
			p = 0x0111;
		if (!is_mark(c))
			before = p != 0 ? c : before;
		else if (p == 0 && latin(before) && script_of(c) == USCRIPT_INHERITED)
			p = c;
		if (p != 0)
			U16_APPEND_UNSAFE(marked->s, marked->n, p);
	}
}

/* One space between words, none around. */
static void trim(struct fold_key *k)
{
	size_t i, out = 0;

	for (i = 0; i < k->n; i++)
		if (k->s[i] != ' ' || (out > 0 && k->s[out - 1] != ' '))
			k->s[out++] = k->s[i];
	k->n = out > 0 && k->s[out - 1] == ' ' ? out - 1 : out;
}

static void script(struct fold_key *k)
{
	k->n = fold_script(k->s, k->n);
	trim(k);
}

static struct fold_key without_spaces(const struct fold_key *words)
{
	struct fold_key k = key_new(words->n * 2);
	size_t i;

	for (i = 0; i < words->n; i++)
		if (words->s[i] != ' ')
			k.s[k.n++] = words->s[i];
	k.n = fold_script(k.s, k.n); /* letters that have become neighbours */
	return k;
}

static struct fold_key loosened(const struct fold_key *strict)
{
	struct fold_key k = key_new(strict->n * 2);

	memcpy(k.s, strict->s, strict->n * sizeof(*k.s));
	k.n = fold_loosen(k.s, strict->n);
	k.n = fold_script(k.s, k.n);
	return k;
}

/* Myanmar script as it was meant. */
static void read_myanmar(struct fold *f, enum fold_reading reading, struct folded *out)
{
	struct fold_key converted;
	bool zawgyi;

	if (zawgyi_letters(out->raw.s, out->raw.n) == ZAWGYI_LETTERS_NONE)
		return;
	out->zawgyi_score = zawgyi_score(f->zawgyi, out->raw.s, out->raw.n);
	zawgyi = reading == FOLD_AS_ZAWGYI ||
		 (reading == FOLD_DETECT && out->zawgyi_score > ZAWGYI_SURE);
	out->myanmar = zawgyi ? FOLD_MYANMAR_ZAWGYI : FOLD_MYANMAR_UNICODE;
	if (!zawgyi)
		return;
	converted.n = zawgyi_to_unicode(f->zawgyi, out->raw.s, out->raw.n, &converted.s);
	key_free(&out->raw);
	out->raw = converted;
}

void fold_units(struct fold *f, const uint16_t *units, size_t n, struct folded *out)
{
	struct fold_key k = key_new(n * FOLD_UNBOX_GROWTH);

	k.n = fold_unbox(k.s, units, n);
	cap_marks(&k);
	normalize(f->casefold, &k);
	simplify(f, &k);
	normalize(f->nfd, &k);
	fold_burmese_digits(k.s, k.n);
	out->words = key_new(k.n * 2);
	out->marked = key_new(k.n * 2);
	write_words(&k, &out->words, &out->marked);
	key_free(&k);
	script(&out->words);
	script(&out->marked);
	out->strict = without_spaces(&out->words);
	out->loose = loosened(&out->strict);
}

void fold_text(
	struct fold *f, const char *utf8, size_t len, enum fold_reading reading, struct folded *out)
{
	memset(out, 0, sizeof(*out));
	len = utf8_fit(utf8, len, FOLD_MAX);
	out->raw = key_new(len);
	out->raw.n = utf8_to_utf16(out->raw.s, utf8, len, &out->broken);
	read_myanmar(f, reading, out);
	fold_units(f, out->raw.s, out->raw.n, out);
}

void fold_put(struct buf *out, const struct fold_key *key)
{
	utf16_to_utf8(out, key->s, key->n);
}

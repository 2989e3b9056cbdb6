/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zawgyi.c: telling Zawgyi from Unicode, and converting by ICU. The odds of pairs and the mended
 * violations are added: each alone is unsure on short texts, together they are not.
 */
#include "text/zawgyi.h"

#include "text/translit.h"
#include "text/utf.h"
#include "text/zawgyi_odds.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>

struct zawgyi {
	struct translit *to_unicode, *from_unicode;
	const UNormalizer2 *nfc;
};

/* So plainly Unicode that no conversion need be tried. */
#define PLAINLY_UNICODE  (-6.0)
#define VIOLATION_WEIGHT 1.5

struct zawgyi *zawgyi_open(struct err *err)
{
	UErrorCode status = U_ZERO_ERROR;
	struct zawgyi *z = xcalloc(1, sizeof(*z));

	z->nfc = unorm2_getNFCInstance(&status);
	if (U_FAILURE(status))
		err_set(err, "ICU has no NFC data (%s)", u_errorName(status));
	else if ((z->to_unicode = translit_open("Zawgyi-my", err)) != NULL &&
		 (z->from_unicode = translit_open("my-Zawgyi", err)) != NULL)
		return z;
	zawgyi_close(z);
	return NULL;
}

void zawgyi_close(struct zawgyi *z)
{
	if (z == NULL)
		return;
	translit_close(z->to_unicode);
	translit_close(z->from_unicode);
	free(z);
}

static bool in_block(uint16_t c)
{
	return (c >= 0x1000 && c <= 0x109F) || (c >= 0xAA60 && c <= 0xAA7F);
}

static bool consonant(uint16_t c)
{
	return (c >= 0x1000 && c <= 0x102A) || c == 0x103F || c == 0x104E ||
	       (c >= 0x1050 && c <= 0x1055) || (c >= 0x105A && c <= 0x105D) || c == 0x1061 ||
	       c == 0x1065 || c == 0x1066 || (c >= 0x106E && c <= 0x1070) ||
	       (c >= 0x1075 && c <= 0x1081) || c == 0x108E || (c >= 0xAA60 && c <= 0xAA7A);
}

static bool medial(uint16_t c)
{
	return (c >= 0x103B && c <= 0x103E) || (c >= 0x105E && c <= 0x1060) || c == 0x1082;
}

/* The place of a dependent sign in Unicode's storage order, 0 for none. */
static unsigned rank(uint16_t c)
{
	switch (c) {
	case 0x1031: /* e */
		return 1;
	case 0x102D: /* upper vowels */
	case 0x102E:
	case 0x1032:
		return 2;
	case 0x102F: /* lower vowels */
	case 0x1030:
		return 3;
	case 0x102B: /* aa */
	case 0x102C:
		return 4;
	case 0x1036: /* anusvara */
		return 5;
	default:
		return 0;
	}
}

unsigned zawgyi_violations(const uint16_t *text, size_t n)
{
	unsigned bad = 0;
	uint16_t before = 0, c;
	size_t i;

	for (i = 0; i < n; before = text[i++]) {
		c = text[i];
		if (c == 0x1031 && !consonant(before) && !medial(before))
			bad++;
		else if (medial(c) && !consonant(before) && !medial(before) && before != 0x103A)
			bad++;
		else if (c == 0x1039 && (i + 1 == n || !consonant(text[i + 1])))
			bad++;
		else if (c == 0x1039 && !consonant(before) && before != 0x103A)
			bad += 2; /* an asat behind a mark: no slip of Unicode typing gives that */
		else if (rank(c) != 0 && before == 0x103A)
			bad++;
		else if (rank(c) != 0 && rank(before) > rank(c))
			bad++;
	}
	return bad;
}

enum zawgyi_letters zawgyi_letters(const uint16_t *text, size_t n)
{
	size_t i, all = 0, shan = 0, karen = 0, virama = 0;

	for (i = 0; i < n; i++) {
		all += in_block(text[i]);
		shan += (text[i] >= 0x1075 && text[i] <= 0x108D) || text[i] == 0x1022;
		karen += text[i] >= 0x1060 && text[i] <= 0x1070;
		virama += text[i] == 0x1039;
	}
	if (all == 0)
		return ZAWGYI_LETTERS_NONE;
	if (shan >= 2 && shan * 6 >= all && virama == 0)
		return ZAWGYI_LETTERS_SHAN;
	if (karen >= 2 && karen * 6 >= all && virama == 0)
		return ZAWGYI_LETTERS_KAREN;
	return ZAWGYI_LETTERS_BURMESE;
}

static unsigned state(uint16_t c)
{
	if ((c >= 0x1000 && c <= 0x103F) || (c >= 0x104A && c <= 0x109F))
		return c - 0x0FFFu;
	return c >= 0xAA60 && c <= 0xAA7F ? 161u + (c - 0xAA60u) / 4 : 0;
}

static int order(const void *a, const void *b)
{
	const struct zawgyi_odds *x = a, *y = b;

	return (x->before << 8 | x->here) - (y->before << 8 | y->here);
}

static double odds(const uint16_t *text, size_t n)
{
	struct zawgyi_odds key = {0, 0, 0};
	const struct zawgyi_odds *hit;
	long sum = 0;
	size_t i;

	for (i = 0; i <= n; i++, key.before = key.here) {
		key.here = i < n ? (uint8_t)state(text[i]) : 0;
		if (key.before == 0 && key.here == 0)
			continue;
		hit = bsearch(&key, zawgyi_odds, zawgyi_odds_n, sizeof(key), order);
		if (hit != NULL)
			sum += hit->value;
	}
	return (double)sum / 16;
}

double zawgyi_score(struct zawgyi *z, const uint16_t *text, size_t n)
{
	unsigned bad;
	double score;
	uint16_t *out;
	size_t len;

	switch (zawgyi_letters(text, n)) {
	case ZAWGYI_LETTERS_NONE:
		return 0;
	case ZAWGYI_LETTERS_SHAN:
	case ZAWGYI_LETTERS_KAREN:
		return 2 * PLAINLY_UNICODE;
	case ZAWGYI_LETTERS_BURMESE:
		break;
	}
	score = odds(text, n);
	bad = zawgyi_violations(text, n);
	if (score < PLAINLY_UNICODE && bad == 0)
		return score;
	len = zawgyi_to_unicode(z, text, n, &out);
	if (len == n && memcmp(out, text, n * sizeof(*text)) == 0)
		score = score < 0 ? score : 0; /* nothing to convert: the readings are one */
	else
		score += VIOLATION_WEIGHT * ((double)bad - (double)zawgyi_violations(out, len));
	explicit_bzero(out, len * sizeof(*out));
	free(out);
	return score;
}

bool zawgyi_is(struct zawgyi *z, const uint16_t *text, size_t n)
{
	return zawgyi_score(z, text, n) > ZAWGYI_SURE;
}

static size_t convert(
	const struct zawgyi *z, struct translit *t, const uint16_t *text, size_t n, uint16_t **out)
{
	UErrorCode status = U_ZERO_ERROR;
	struct buf b = BUF_INIT;
	size_t from = 0, to;
	int32_t len;

	while (from < n) {
		for (to = from; to < n && in_block(text[to]); to++)
			;
		if (to > from)
			translit_run(t, &b, text + from, to - from);
		else
			buf_put(&b, text + to++, sizeof(*text));
		from = to;
	}
	*out = xmalloc(b.len * 3 + sizeof(**out)); /* NFC never grows UTF-16 more than threefold */
	len = unorm2_normalize(z->nfc, (const uint16_t *)(const void *)b.data,
		(int32_t)(b.len / sizeof(**out)), *out, (int32_t)(b.len / sizeof(**out) * 3),
		&status);
	if (U_FAILURE(status) && b.len > 0) {
		memcpy(*out, b.data, b.len);
		len = (int32_t)(b.len / sizeof(**out));
	}
	buf_free(&b);
	return len < 0 ? 0 : (size_t)len;
}

size_t zawgyi_to_unicode(struct zawgyi *z, const uint16_t *text, size_t n, uint16_t **out)
{
	return convert(z, z->to_unicode, text, n, out);
}

size_t zawgyi_from_unicode(struct zawgyi *z, const uint16_t *text, size_t n, uint16_t **out)
{
	return convert(z, z->from_unicode, text, n, out);
}

void text_to_zawgyi(struct zawgyi *z, struct buf *out, const char *utf8, size_t len)
{
	uint16_t *u = xmalloc((len + 1) * sizeof(*u)), *converted;
	size_t n = utf8_to_utf16(u, utf8, len, NULL), m;

	m = zawgyi_from_unicode(z, u, n, &converted);
	utf16_to_utf8(out, converted, m);
	explicit_bzero(u, n * sizeof(*u));
	explicit_bzero(converted, m * sizeof(*converted));
	free(u);
	free(converted);
}

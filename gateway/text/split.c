/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split.c: packing a text into parts. ICU's line breaker proposes, safe.c (the orthographic rules)
 * disposes. One pass over the text; each part looks back at most one part.
 */
#include "text/split.h"

#include "base/buf.h"
#include "text/gsm7.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

const struct split_limits split_sms = {160, 153, 70, 67, 255};
const struct split_limits split_sms_ref16 = {160, 152, 70, 66, 255};
const struct split_limits split_ussd = {182, 182, 80, 80, 255};

/* The text as the splitter works on it. */
struct work {
	uint16_t *u;
	size_t n;
	uint32_t *octet; /* of each unit, and of the end, its place in the UTF-8 */
	uint8_t *line;   /* of each unit: may a line break before it? NULL until asked for */
	enum split_encoding encoding;
};

static unsigned cost(const struct work *w, size_t i)
{
	return w->encoding == SPLIT_GSM7 ? gsm7_cost(w->u[i]) : 1;
}

/* Places are counted in the octets as they are, so that even broken UTF-8 is cut exactly. */
static void work_open(struct work *w, const char *utf8, size_t len)
{
	const uint8_t *s = (const uint8_t *)utf8;
	size_t at = 0, from;
	UChar32 c;

	assert(len < UINT32_MAX);
	w->u = xmalloc((len + 1) * sizeof(*w->u));
	w->octet = xmalloc((len + 1) * sizeof(*w->octet));
	w->n = 0;
	while (at < len) {
		from = at;
		U8_NEXT(s, at, len, c);
		if (c < 0)
			c = 0xFFFD;
		w->octet[w->n] = (uint32_t)from;
		if (c > 0xFFFF) /* the trail unit's place is never used: no cut comes before it */
			w->octet[w->n + 1] = (uint32_t)at;
		U16_APPEND_UNSAFE(w->u, w->n, c);
	}
	w->octet[w->n] = (uint32_t)len;
	w->encoding = gsm7_len(utf8, len) >= 0 ? SPLIT_GSM7 : SPLIT_UCS2;
	w->line = NULL;
}

static void work_close(struct work *w)
{
	explicit_bzero(w->u, w->n * sizeof(*w->u));
	free(w->u);
	free(w->octet);
	free(w->line);
}

/* All line breaks in one pass, since asking ICU for single ones would search a long run of Khmer
 * over and over. Most texts are one part: this is done only for the others. */
static void find_lines(struct work *w)
{
	UErrorCode status = U_ZERO_ERROR;
	UBreakIterator *it = ubrk_open(UBRK_LINE, "", w->u, (int32_t)w->n, &status);
	int32_t at;

	w->line = xcalloc(w->n + 1, 1);
	if (U_FAILURE(status)) /* without its data, safe cuts anywhere are still right */
		return;
	while ((at = ubrk_next(it)) != UBRK_DONE)
		w->line[at] = 1;
	ubrk_close(it);
}

/* The end of the part that begins at `from` and is full at `limit`. */
static size_t cut_at(const struct work *w, size_t from, size_t limit, unsigned room)
{
	size_t at;
	unsigned tail = 0;

	for (at = limit; at > from + 1 && tail <= room * 3 / 10; at--) {
		if (w->line[at] && split_safe(w->u, w->n, at))
			return at;
		tail += cost(w, at - 1);
	}
	for (at = limit; at > from; at--)
		if (split_safe(w->u, w->n, at))
			return at;
	/* One cluster longer than a part: hostile or not, it must go out. Not inside a character.
	 */
	at = limit;
	if (U16_IS_TRAIL(w->u[at]) && at > from + 1 && U16_IS_LEAD(w->u[at - 1]))
		at--;
	return at;
}

static void part_push(struct split *s, const struct work *w, size_t from, size_t to)
{
	struct split_part *p;
	size_t i;

	s->part = xrealloc(s->part, (s->n + 1) * sizeof(*s->part));
	p = &s->part[s->n++];
	p->at = w->octet[from];
	p->len = w->octet[to] - w->octet[from];
	p->units = 0;
	for (i = from; i < to; i++)
		p->units += cost(w, i);
}

static void split_many(struct split *s, struct work *w, unsigned room, unsigned most)
{
	size_t from = 0, limit;
	unsigned used;

	find_lines(w);
	while (from < w->n && s->n < most) {
		for (limit = from, used = 0; limit < w->n && used + cost(w, limit) <= room; limit++)
			used += cost(w, limit);
		if (limit < w->n)
			limit = cut_at(w, from, limit, room);
		part_push(s, w, from, limit);
		from = limit;
	}
	s->cut = from < w->n;
}

void split_text(struct split *s, const char *utf8, size_t len, const struct split_limits *limits)
{
	struct work w;
	unsigned single, multi;
	size_t i;

	assert(limits->gsm7_single >= 8 && limits->gsm7_multi >= 8 && limits->ucs2_single >= 8 &&
		limits->ucs2_multi >= 8 && limits->parts > 0);
	memset(s, 0, sizeof(*s));
	work_open(&w, utf8, len);
	s->encoding = w.encoding;
	single = w.encoding == SPLIT_GSM7 ? limits->gsm7_single : limits->ucs2_single;
	multi = w.encoding == SPLIT_GSM7 ? limits->gsm7_multi : limits->ucs2_multi;
	for (i = 0; i < w.n; i++)
		s->units += cost(&w, i);
	if (s->units <= single)
		part_push(s, &w, 0, w.n);
	else
		split_many(s, &w, multi, limits->parts);
	work_close(&w);
}

void split_free(struct split *s)
{
	free(s->part);
	memset(s, 0, sizeof(*s));
}

size_t split_count(const char *utf8, size_t len, const struct split_limits *limits)
{
	struct split s;
	size_t n;

	split_text(&s, utf8, len, limits);
	n = s.n;
	split_free(&s);
	return n;
}

const char *split_encoding_name(enum split_encoding e)
{
	return e == SPLIT_GSM7 ? "GSM-7" : "UCS-2";
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split: how a text goes out in parts.
 *
 * The cheapest encoding that holds the whole text is chosen: GSM 7-bit when every character is in
 * its alphabet, else UTF-16. Then the text is cut at places where a reader can go on reading when
 * only one part has come: at the last line break opportunity (UAX #14, with ICU's dictionaries for
 * Khmer, Lao, Thai and Burmese) in the final 30 % of a part, else at the last place that is safe.
 *
 * Safe means: never inside a surrogate pair, a GSM extension pair, CR LF, or an emoji sequence;
 * never before a dependent vowel, sign, medial, tone or other mark; never after a coeng, a virama
 * or a Thai or Lao leading vowel; never before a consonant that a coeng, virama or asat closes.
 * Only when one such cluster is longer than a part is it cut inside (and then still between
 * characters).
 *
 * The parts joined give the text exactly. Counts are by this splitter, never by a ceiling.
 */
#ifndef TEXT_SPLIT_H
#define TEXT_SPLIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room of one part in units: septets for GSM-7, UTF-16 units else. `single` holds when the text is
 * one part, `multi` for each of several. At least 8 each; the number of parts is at most `parts`.
 */
struct split_limits {
	unsigned gsm7_single, gsm7_multi;
	unsigned ucs2_single, ucs2_multi;
	unsigned parts;
};

/* 3GPP 23.040 section 9.2.3.24.1: a header of 6 octets (8-bit reference) or 7 (16-bit). */
extern const struct split_limits split_sms;       /* 160 153 70 67 */
extern const struct split_limits split_sms_ref16; /* 160 152 70 66 */
/* USSD: 160 octets; some carriers hold 144 only (164 septets, 72 units): give your own then. */
extern const struct split_limits split_ussd; /* 182 182 80 80 */

enum split_encoding { SPLIT_GSM7, SPLIT_UCS2 };

struct split_part {
	size_t at, len; /* octets of the UTF-8 text; all zero for the one part of an empty text */
	unsigned units;
};

struct split {
	enum split_encoding encoding;
	unsigned units; /* of the whole text */
	size_t n;
	bool cut; /* `limits.parts` did not hold the text: the parts are its beginning */
	struct split_part *part;
};

/* Splits UTF-8 (broken runs count as one unit each and stay as they are). Always gives at least one
 * part. The result is freed by split_free. */
void split_text(struct split *s, const char *utf8, size_t len, const struct split_limits *limits);
void split_free(struct split *s);

/* The number of parts alone. */
size_t split_count(const char *utf8, size_t len, const struct split_limits *limits);

/* Is a cut between the units at-1 and at harmless? 0 and `n` are. */
bool split_safe(const uint16_t *text, size_t n, size_t at);

const char *split_encoding_name(enum split_encoding e);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * zawgyi: Burmese written in the code points of a font.
 *
 * Zawgyi uses the Myanmar block in visual order with its own meanings. It is told from Unicode by
 * the odds of its pairs of code points, learnt from the Universal Declaration of Human Rights, and
 * by how many violations of Unicode's storage order a conversion would mend. Shan, Karen and Mon
 * are Unicode always. Units are UTF-16.
 */
#ifndef TEXT_ZAWGYI_H
#define TEXT_ZAWGYI_H

#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The converters of ICU; one for each thread. Opening warms them up: afterwards no file is read. */
struct zawgyi;
struct zawgyi *zawgyi_open(struct err *err);
void zawgyi_close(struct zawgyi *z);

/* The evidence in nats: above ZAWGYI_SURE it is Zawgyi, below -ZAWGYI_SURE Unicode; in between
 * (very short texts) a reader should try both. 0 when there is no Myanmar letter. */
#define ZAWGYI_SURE 2.0
double zawgyi_score(struct zawgyi *z, const uint16_t *text, size_t n);
bool zawgyi_is(struct zawgyi *z, const uint16_t *text, size_t n);

/* Languages of the block that are told by their letters, and never are Zawgyi. */
enum zawgyi_letters {
	ZAWGYI_LETTERS_NONE,
	ZAWGYI_LETTERS_BURMESE,
	ZAWGYI_LETTERS_SHAN,
	ZAWGYI_LETTERS_KAREN
};
enum zawgyi_letters zawgyi_letters(const uint16_t *text, size_t n);

/* Violations of the storage order of Unicode 15, chapter 16.3. */
unsigned zawgyi_violations(const uint16_t *text, size_t n);

/* Converts; `*out` is malloc'd. Characters outside the Myanmar block stay as they are. */
size_t zawgyi_to_unicode(struct zawgyi *z, const uint16_t *text, size_t n, uint16_t **out);
size_t zawgyi_from_unicode(struct zawgyi *z, const uint16_t *text, size_t n, uint16_t **out);

/* Appends `utf8` in Zawgyi, for a person whose phone shows that. */
void text_to_zawgyi(struct zawgyi *z, struct buf *out, const char *utf8, size_t len);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * number: telephone numbers (E.164), short codes and sender names.
 *
 * The international form, "+" and 7 to 15 digits, is the only one that is stored, compared and
 * hashed: +855 12 000 001 and 00855-12-000-001 are the same person.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { NUMBER_MAX = 24 };

/* Writes the international form of `in` to `out`. Blanks, dashes, dots and brackets are ignored,
 * a leading 00 is a plus. Returns -1 when what is left is no international number. */
int number_normalise(char out[NUMBER_MAX], const char *in);

/* Can a text be sent there? True for international numbers only: a short code or a sender's name
 * cannot be answered safely. */
bool number_is_e164(const char *s);

/* ISO 3166 country of an international number, for those of the region, else "--". */
const char *number_country(const char *e164);

#endif

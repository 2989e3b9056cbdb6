/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold_unbox.c: letters and digits in circles, squares and keycaps. NFKC knows half of them; the
 * other half are pictures to Unicode and answers to people.
 */
#include "text/digits.h"
#include "text/fold_script.h"

#include <unicode/uchar.h>
#include <unicode/utf16.h>

int digits_of_char(uint32_t ch)
{
	double value;
	int8_t type;

	if (ch == 0x1F51F) /* keycap ten */
		return 10;
	if (ch >= 0x3021 && ch <= 0x3029) /* Suzhou */
		return (int)(ch - 0x3020);
	type = u_charType((UChar32)ch);
	if (type != U_OTHER_NUMBER && type != U_LETTER_NUMBER)
		return -1;
	value = u_getNumericValue((UChar32)ch);
	return value >= 0 && value <= 99 && value == (int)value ? (int)value : -1;
}

/* The letter in a box, 'a'..'z', or 0. */
static char boxed_letter(UChar32 c)
{
	static const UChar32 first[] = {0x1F130, 0x1F150, 0x1F170, 0x1F1E6, 0x24B6, 0x24D0};
	unsigned i;

	for (i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		if (c >= first[i] && c < first[i] + 26)
			return (char)('a' + (c - first[i]));
	return 0;
}

static size_t put(uint16_t *out, size_t at, const char *s)
{
	while (*s != '\0')
		out[at++] = (uint8_t)*s++;
	return at;
}

size_t fold_unbox(uint16_t *out, const uint16_t *in, size_t n)
{
	char digits[6] = " 0 ";
	size_t i = 0, at = 0;
	UChar32 c;
	int value;

	while (i < n) {
		U16_NEXT(in, i, n, c);
		value = c < 0xB2 ? -1 : digits_of_char((uint32_t)c);
		if (value >= 0) {
			if (value >= 10) {
				digits[1] = (char)('0' + value / 10);
				digits[2] = (char)('0' + value % 10);
				digits[3] = ' ';
			} else {
				digits[1] = (char)('0' + value);
				digits[2] = ' ';
				digits[3] = '\0';
			}
			digits[4] = '\0';
			at = put(out, at, digits);
		} else if (c == 0x20E3) { /* closes a keycap: two of them are two numbers */
			out[at++] = ' ';
		} else if (c == 0x1F198) {
			at = put(out, at, " sos ");
		} else if (boxed_letter(c) != 0) {
			out[at++] = (uint16_t)boxed_letter(c);
		} else {
			U16_APPEND_UNSAFE(out, at, c);
		}
	}
	return at;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fold_script.c: what NFKC and collation do not do for the scripts of the region.
 *
 * The marks behind a letter are gathered as a set and put out in the order of a table. A set has no
 * order and no repeats, so that any order of typing gives one key, in linear time even for ten
 * thousand marks on one letter, and folding again changes nothing.
 */
#include "text/fold_script.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

enum { COENG = 0x17D2, KHMER_DA = 0x178A, KHMER_TA = 0x178F, KHMER_RO = 0x179A };

/* Marks in the order of their key; a mark's place in the table is its bit in a set. */
static const uint16_t thai_marks[] = {0x0E31, 0x0E34, 0x0E35, 0x0E36, 0x0E37, 0x0E38, 0x0E39,
	0x0E3A, 0x0E47, 0x0E4D, 0x0E48, 0x0E49, 0x0E4A, 0x0E4B, 0x0E4C, 0x0E4E, 0};
static const uint16_t lao_marks[] = {0x0EB1, 0x0EB4, 0x0EB5, 0x0EB6, 0x0EB7, 0x0EB8, 0x0EB9, 0x0EBA,
	0x0EBB, 0x0ECD, 0x0EC8, 0x0EC9, 0x0ECA, 0x0ECB, 0x0ECC, 0};
static const uint16_t burmese_marks[] = {0x103B, 0x103C, 0x103D, 0x103E, 0x1031, 0x102D, 0x102E,
	0x1032, 0x102F, 0x1030, 0x102B, 0x102C, 0x103A, 0x1036, 0x1037, 0x1038, 0};
static const uint16_t khmer_marks[] = {0x17C9, 0x17CA, 0x17CC, 0x17B6, 0x17B7, 0x17B8, 0x17B9,
	0x17BA, 0x17BB, 0x17BC, 0x17BD, 0x17BE, 0x17BF, 0x17C0, 0x17C1, 0x17C2, 0x17C3, 0x17C4,
	0x17C5, 0x17C6, 0x17C7, 0x17C8, 0x17CB, 0x17CD, 0x17CE, 0x17CF, 0x17D0, 0x17D1, 0x17DD, 0};

static const uint16_t *marks_of(uint16_t c)
{
	if (c >= 0x0E31 && c <= 0x0E4E)
		return thai_marks;
	if (c >= 0x0EB1 && c <= 0x0ECD)
		return lao_marks;
	if (c >= 0x102B && c <= 0x103E)
		return burmese_marks;
	if (c >= 0x17B6 && c <= 0x17DD)
		return khmer_marks;
	return NULL;
}

static uint32_t bit_of(const uint16_t *marks, uint16_t c)
{
	unsigned i;

	for (i = 0; marks != NULL && marks[i] != 0; i++)
		if (marks[i] == c)
			return 1u << i;
	return 0;
}

static uint32_t khmer(uint16_t c)
{
	return bit_of(khmer_marks, c);
}

/* Two halves of a vowel typed one by one are the vowel; and a u below an upper vowel is how most
 * people type the consonant shifters, whose own choice then follows from the consonant. */
static uint32_t khmer_vowels(uint32_t set)
{
	uint32_t upper;

	if (set & khmer(0x17C1)) {
		if (set & khmer(0x17B8))
			set = (set & ~(khmer(0x17C1) | khmer(0x17B8))) | khmer(0x17BE);
		else if (set & khmer(0x17B6))
			set = (set & ~(khmer(0x17C1) | khmer(0x17B6))) | khmer(0x17C4);
	}
	upper = khmer(0x17B7) | khmer(0x17B8) | khmer(0x17B9) | khmer(0x17BA) | khmer(0x17BE);
	if (set & upper && set & (khmer(0x17BB) | khmer(0x17C9) | khmer(0x17CA)))
		set = (set & ~(khmer(0x17BB) | khmer(0x17CA))) | khmer(0x17C9);
	return set;
}

static size_t put_set(uint16_t *s, size_t out, const uint16_t *marks, uint32_t set)
{
	unsigned i;

	for (i = 0; marks[i] != 0; i++)
		if (set & 1u << i)
			s[out++] = marks[i];
	return out;
}

/* The subscripts and marks of one Khmer letter. Subscript consonants as a set too, ro last. */
static size_t khmer_cluster(uint16_t *s, size_t n, size_t *in, size_t out)
{
	uint64_t under = 0;
	uint32_t set = 0, bit;
	size_t i = *in;
	unsigned c;

	for (;;) {
		if (i + 1 < n && s[i] == COENG && s[i + 1] >= 0x1780 && s[i + 1] <= 0x17B3) {
			c = s[i + 1] == KHMER_DA ? KHMER_TA : s[i + 1];
			under |= UINT64_C(1) << (c - 0x1780);
			i += 2;
		} else if (i < n && (bit = khmer(s[i])) != 0) {
			set |= bit;
			i++;
		} else if (i < n && s[i] == COENG) {
			i++; /* before no consonant: a slip */
		} else {
			break;
		}
	}
	for (c = 0x1780; c <= 0x17B3; c++)
		if (c != KHMER_RO && under & UINT64_C(1) << (c - 0x1780)) {
			s[out++] = COENG;
			s[out++] = (uint16_t)c;
		}
	if (under & UINT64_C(1) << (KHMER_RO - 0x1780)) {
		s[out++] = COENG;
		s[out++] = KHMER_RO;
	}
	out = put_set(s, out, khmer_marks, khmer_vowels(set));
	*in = i;
	return out;
}

static size_t other_cluster(uint16_t *s, size_t n, size_t *in, size_t out)
{
	const uint16_t *marks = marks_of(s[*in]);
	uint32_t set = 0, bit;
	size_t i = *in;

	while (i < n && (bit = bit_of(marks, s[i])) != 0) {
		set |= bit;
		i++;
	}
	*in = i;
	return put_set(s, out, marks, set);
}

/* Khmer "give" is written with a subscript yo behind the independent vowel, or with a yo. */
static size_t give(uint16_t *s, size_t n)
{
	size_t in, out = 0;

	for (in = 0; in < n; in++)
		if (s[in] != COENG || in == 0 || (s[in - 1] != 0x17B1 && s[in - 1] != 0x17B2))
			s[out++] = s[in];
	return out;
}

/* One spelling for letters that have two. Writes back to front, so that growth finds room. */
static size_t respell(uint16_t *s, size_t n)
{
	size_t i, grow = 0, out;

	for (i = 0; i < n; i++)
		grow += s[i] == 0x17B1 || s[i] == 0x17B2;
	for (i = n, out = n + grow; i-- > 0;) {
		switch (s[i]) {
		case 0x17B1: /* Khmer oo independent: qa and oo */
		case 0x17B2:
			s[--out] = 0x17C4;
			s[--out] = 0x17A2;
			break;
		case 0x0EBC: /* Lao subscript lo: lo */
			s[--out] = 0x0EA5;
			break;
		default:
			s[--out] = s[i];
		}
	}
	return n + grow;
}

/* Pairs that are one letter. `out` letters are written before `in`; true when two were taken. */
static bool pair(const uint16_t *s, size_t n, size_t in, uint16_t *one)
{
	if (in + 1 >= n)
		return false;
	if (s[in] == 0x0E40 && s[in + 1] == 0x0E40)
		*one = 0x0E41; /* Thai e e: ae */
	else if (s[in] == 0x0EC0 && s[in + 1] == 0x0EC0)
		*one = 0x0EC1; /* Lao e e: ae */
	else
		return false;
	return true;
}

static size_t clusters(uint16_t *s, size_t n)
{
	size_t in = 0, out = 0;
	uint16_t one;

	while (in < n) {
		if (s[in] == COENG || khmer(s[in]) != 0) {
			out = khmer_cluster(s, n, &in, out);
		} else if (bit_of(marks_of(s[in]), s[in]) != 0) {
			out = other_cluster(s, n, &in, out);
		} else if (pair(s, n, in, &one)) {
			s[out++] = one;
			in += 2;
		} else {
			s[out++] = s[in++];
		}
	}
	return out;
}

/* What can be seen only when the clusters are in order. */
static size_t after_clusters(uint16_t *s, size_t n)
{
	size_t in, out = 0;

	for (in = 0; in < n; in++) {
		if (s[in] == 0x1025 && in + 1 < n && s[in + 1] == 0x103A)
			s[out++] = 0x1009; /* Burmese u with asat: nya with asat */
		else
			s[out++] = s[in];
	}
	return out;
}

/* Runs of three and more of a letter to one, of a mark to one; digits as they are. */
static size_t squeeze(uint16_t *s, size_t n)
{
	size_t i = 0, out = 0, run, len, k;
	int8_t type;
	UChar32 c;

	while (i < n) {
		size_t from = i;

		U16_NEXT(s, i, n, c);
		len = i - from;
		for (run = 1; i + len <= n && memcmp(s + i, s + from, len * sizeof(*s)) == 0; run++)
			i += len;
		type = u_charType(c);
		if ((U_MASK(type) & U_GC_M_MASK) != 0 ||
			(run >= 3 && (U_MASK(type) & U_GC_L_MASK) != 0))
			run = 1;
		for (k = 0; k < run * len; k++)
			s[out + k] = s[from + k];
		out += run * len;
	}
	return out;
}

size_t fold_script(uint16_t *s, size_t n)
{
	n = give(s, n);
	n = respell(s, n);
	n = clusters(s, n);
	n = after_clusters(s, n);
	return squeeze(s, n);
}

static bool burmese_mark(uint16_t c)
{
	return c >= 0x102B && c <= 0x103E;
}

void fold_burmese_digits(uint16_t *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		bool marked = i + 1 < n && burmese_mark(s[i + 1]);
		bool closed =
			i + 2 < n && s[i + 1] >= 0x1000 && s[i + 1] <= 0x1021 && s[i + 2] == 0x103A;
		bool counted = i > 0 && s[i - 1] >= 0x1040 && s[i - 1] <= 0x1049;

		if ((s[i] == 0x1040 || s[i] == 0x1047) && (marked || closed))
			s[i] = s[i] == 0x1040 ? 0x101D : 0x101B; /* zero for wa, seven for ra */
		else if (s[i] == 0x101D && counted && !marked && !closed)
			s[i] = 0x1040;
	}
}

size_t fold_loosen(uint16_t *s, size_t n)
{
	size_t in, out = 0;
	uint16_t c;

	for (in = 0; in < n; in++) {
		c = s[in];
		if ((c >= 0x0E47 && c <= 0x0E4C) || (c >= 0x0EC8 && c <= 0x0ECC) || c == 0x17C9 ||
			c == 0x17CA || (c >= 0x17CB && c <= 0x17D1) || c == 0x17DD || c == 0x1037 ||
			c == 0x1038)
			continue;
		s[out++] = c == 0x102B ? 0x102C : c;
	}
	return out;
}

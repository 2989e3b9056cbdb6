/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lang.c: names of languages and whose first language a country's numbers suggest. */
#include "text/lang.h"

#include <string.h>
#include <strings.h>

static const char *const name[LANG_COUNT] = {[LANG_UND] = "und",
	[LANG_KM] = "km",
	[LANG_LO] = "lo",
	[LANG_TH] = "th",
	[LANG_VI] = "vi",
	[LANG_MY] = "my",
	[LANG_ZH] = "zh",
	[LANG_EN] = "en",
	[LANG_SHN] = "shn",
	[LANG_KSW] = "ksw",
	[LANG_HMN] = "hmn",
	[LANG_MS] = "ms",
	[LANG_ID] = "id",
	[LANG_TL] = "tl"};

static const struct {
	char cc[3];
	enum lang lang;
} country[] = {{"KH", LANG_KM}, {"LA", LANG_LO}, {"TH", LANG_TH}, {"VN", LANG_VI}, {"MM", LANG_MY},
	{"CN", LANG_ZH}, {"HK", LANG_ZH}, {"MO", LANG_ZH}, {"TW", LANG_ZH}, {"MY", LANG_MS},
	{"ID", LANG_ID}, {"PH", LANG_TL}, {"GB", LANG_EN}, {"US", LANG_EN}, {"AU", LANG_EN}};

const char *lang_name(enum lang l)
{
	return name[l < LANG_COUNT ? l : LANG_UND];
}

enum lang lang_parse(const char *s, bool *romanised)
{
	size_t len = s != NULL ? strcspn(s, "-_") : 0;
	int l;

	if (romanised != NULL)
		*romanised = s != NULL && s[len] != '\0' && strcasecmp(s + len + 1, "Latn") == 0;
	for (l = LANG_UND; l < LANG_COUNT; l++)
		if (strlen(name[l]) == len && strncasecmp(name[l], s, len) == 0)
			return (enum lang)l;
	return LANG_UND;
}

enum lang lang_of_country(const char *cc)
{
	unsigned i;

	for (i = 0; cc != NULL && i < sizeof(country) / sizeof(country[0]); i++)
		if (strcasecmp(country[i].cc, cc) == 0)
			return country[i].lang;
	return LANG_UND;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zawgyi_odds: the trained table of zawgyi.c; states and values are explained in zawgyi_odds.c. */
#ifndef TEXT_ZAWGYI_ODDS_H
#define TEXT_ZAWGYI_ODDS_H

#include <stddef.h>
#include <stdint.h>

struct zawgyi_odds {
	uint8_t before, here;
	int8_t value;
};

extern const struct zawgyi_odds zawgyi_odds[];
extern const size_t zawgyi_odds_n;

#endif

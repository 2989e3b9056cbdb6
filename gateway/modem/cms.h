/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms: why the network or the modem did not take a text, in the words of 3GPP 27.005 section 3.2.5
 * and, below 128, of 24.011 annex E-2. */
#ifndef MODEM_CMS_H
#define MODEM_CMS_H

#include <stdbool.h>

/* "unknown error" where the standard has no word. */
const char *cms_name(int code);
/* Worth another try soon: the text was refused for a reason that passes. */
bool cms_passes(int code);

#endif

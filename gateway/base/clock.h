/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clock: time in milliseconds. Wall time for records, steady time for waiting. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/* Since 1970-01-01 UTC; jumps when the clock is set. */
int64_t clock_wall_ms(void);
/* Since an arbitrary start; never jumps. */
int64_t clock_steady_ms(void);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* functions: the library of atomic steps (hotline.lua), compiled in and loaded into Redis. */
#ifndef BUS_FUNCTIONS_H
#define BUS_FUNCTIONS_H

#include "base/err.h"

struct wire;

/* Loads or replaces the library; needs the hotlined user. */
int functions_load(struct wire *w, struct err *err);

#endif

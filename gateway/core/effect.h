/* SPDX-License-Identifier: GPL-3.0-or-later */
/* effect: what the menu's handlers wished, done to case and session (handler.h). */
#ifndef CORE_EFFECT_H
#define CORE_EFFECT_H

#include "bus/commit.h"
#include "core/casefile.h"
#include "core/person.h"
#include "handler.h"

struct core;

void effect_apply(struct core *core, const struct effects *effects, struct casefile *cf,
	struct person *p, struct commit *c);

#endif

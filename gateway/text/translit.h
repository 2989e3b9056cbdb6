/* SPDX-License-Identifier: GPL-3.0-or-later */
/* translit: ICU's transliterators in linear time and without ICU's types. */
#ifndef TEXT_TRANSLIT_H
#define TEXT_TRANSLIT_H

#include "base/buf.h"
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

struct translit;

/* Opens and warms "Zawgyi-my", "Traditional-Simplified" ...; NULL with `err` when ICU lacks it. */
struct translit *translit_open(const char *name, struct err *err);
void translit_close(struct translit *t);

/* Appends the n units converted. A transliterator moves the rest of its text at every replacement,
 * so long runs are cut into pieces of 1024 units, which keeps the time linear. */
void translit_run(struct translit *t, struct buf *out, const uint16_t *text, size_t n);

#endif

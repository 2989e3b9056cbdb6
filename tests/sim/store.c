/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * store.c: slots of one message storage, a plain array of the largest size a SIM may have.
 */
#include "sim/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

struct store {
	char name[4];
	unsigned size, used;
	struct slot slots[STORE_SLOTS_MAX];
};

struct store *store_new(const char *name, unsigned size)
{
	struct store *s = xcalloc(1, sizeof(*s));

	snprintf(s->name, sizeof(s->name), "%s", name);
	store_resize(s, size);
	return s;
}

void store_free(struct store *s)
{
	free(s);
}

const char *store_name(const struct store *s)
{
	return s->name;
}

unsigned store_size(const struct store *s)
{
	return s->size;
}

unsigned store_used(const struct store *s)
{
	return s->used;
}

void store_resize(struct store *s, unsigned size)
{
	assert(size <= STORE_SLOTS_MAX);
	s->size = size;
}

int store_add(struct store *s, enum store_stat stat, unsigned id, const uint8_t *pdu, size_t len,
	size_t smsc_len)
{
	unsigned n;

	assert(len <= STORE_PDU_MAX && smsc_len <= len);
	if (s->used >= s->size)
		return -1;
	for (n = 0; s->slots[n].used; n++)
		;
	s->slots[n] = (struct slot){
		.used = true, .stat = stat, .id = id, .pdu_len = len, .smsc_len = smsc_len};
	memcpy(s->slots[n].pdu, pdu, len);
	s->used++;
	return (int)n;
}

struct slot *store_get(struct store *s, unsigned n)
{
	return n < STORE_SLOTS_MAX && s->slots[n].used ? &s->slots[n] : NULL;
}

int store_delete(struct store *s, unsigned n)
{
	if (store_get(s, n) == NULL)
		return -1;
	s->slots[n].used = false;
	s->used--;
	return 0;
}

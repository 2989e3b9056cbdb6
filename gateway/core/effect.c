/* SPDX-License-Identifier: GPL-3.0-or-later */
/* effect.c: one function a kind, and the question whom to call. */
#include "core/effect.h"

#include <string.h>

#include "core/core.h"
#include "core/ladder.h"

static void note(const struct casefile *cf, struct commit *c, const struct effect *e)
{
	const char *value = e->value != NULL ? e->value : "";

	if (*e->name != '\0')
		casefile_event(
			cf, c, "menu", NULL, "%s %s: %s", effect_name(e->kind), e->name, value);
	else
		casefile_event(cf, c, "menu", NULL, *value != '\0' ? "%s: %s" : "%s",
			effect_name(e->kind), value);
}

/* The way back and the conversation go; the case and what it holds stay with the responders. */
static void erase(struct casefile *cf, struct person *p)
{
	*cf->route = '\0';
	*cf->channel = '\0';
	memset(&p->menu, 0, sizeof(p->menu));
	memset(p->longs, 0, sizeof(p->longs));
	*p->case_id = '\0';
}

/* A case that nobody was called for is called for when a human is wanted; one that was, again when
 * it turns urgent. */
static void call(struct core *core, struct casefile *cf, struct commit *c, bool raised)
{
	if (cf->state == CASE_NEW || (raised && cf->state == CASE_ALERTED) ||
		(raised && cf->state == CASE_REVIEW))
		ladder_start(core, cf, c);
	else if (raised && case_state_owned(cf->state))
		ladder_tell_owner(core, cf, c);
}

void effect_apply(struct core *core, const struct effects *effects, struct casefile *cf,
	struct person *p, struct commit *c)
{
	bool wanted = false, raised = false;
	int i;

	for (i = 0; i < effects->n; i++) {
		const struct effect *e = &effects->list[i];

		note(cf, c, e);
		switch (e->kind) {
		case EFFECT_URGENT:
			raised = !cf->urgent;
			wanted = true;
			cf->urgent = true;
			break;
		case EFFECT_HUMAN:
			wanted = true;
			break;
		case EFFECT_STOP:
		case EFFECT_QUIET:
			cf->hush = true;
			break;
		case EFFECT_ERASE:
			cf->hush = true;
			erase(cf, p);
			break;
		case EFFECT_ANSWER:
		case EFFECT_CALLBACK:
			break;
		}
	}
	if (wanted)
		call(core, cf, c, raised);
}

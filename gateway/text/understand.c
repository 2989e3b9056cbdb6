/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * understand.c: from hits to a decision. The order of the rules is the policy: a menu choice is a
 * choice; STOP outranks everything that would be sent; one's own danger outranks what happens to
 * others; what happens to others outranks questions, unless only papers, pay and the way home are
 * at stake; and nothing takes urgency away but "I need no help", which takes away pleas alone.
 */
#include "text/understand.h"

#include "text/detect.h"
#include "text/lexicon.h"
#include "text/utf.h"
#include "text/zawgyi.h"

#include <stdio.h>
#include <string.h>

/* The first hit of each sort, NULL where there is none. */
struct evidence {
	const struct match_hit *plea; /* asks for help */
	const struct match_hit *own;  /* the writer's own danger */
	const struct match_hit *hard; /* danger that no question explains away */
	const struct match_hit *soft; /* papers, pay, debt, boat, scam, home */
	const struct match_hit *weak; /* one urgent hint that needs a second */
	const struct match_hit *tip, *weak_tip;
	const struct match_hit *question, *weak_question;
	const struct match_hit *stop, *greeting, *negation, *thanks;
	bool question_mark;
};

static void keep(const struct match_hit **slot, const struct match_hit *h)
{
	if (*slot == NULL)
		*slot = h;
}

static bool is_soft(enum match_kind k)
{
	return k == MATCH_DOCUMENTS || k == MATCH_HOME || k == MATCH_WAGES || k == MATCH_DEBT ||
	       k == MATCH_SCAM || k == MATCH_BOAT;
}

static void weigh_urgent(struct evidence *e, const struct match_hit *h)
{
	const struct phrase *p = h->phrase;

	if (p->flags & MATCH_WEAK) {
		/* Two hints of different kinds are a signal. */
		if (e->weak != NULL && e->weak->phrase->kind != p->kind)
			keep(is_soft(p->kind) ? &e->soft : &e->hard, h);
		keep(&e->weak, h);
		return;
	}
	if (p->kind == MATCH_HELP)
		keep(&e->plea, h);
	else if (p->kind == MATCH_SUICIDE || (p->flags & MATCH_SELF && !is_soft(p->kind)))
		keep(&e->own, h);
	else if (is_soft(p->kind))
		keep(&e->soft, h);
	else
		keep(&e->hard, h);
}

static void weigh(struct evidence *e, const struct match_hit *h)
{
	bool weak = (h->phrase->flags & MATCH_WEAK) != 0;

	switch (h->phrase->kind) {
	case MATCH_TIP:
		keep(weak ? &e->weak_tip : &e->tip, h);
		break;
	case MATCH_QUESTION:
	case MATCH_CALLBACK:
		keep(weak ? &e->weak_question : &e->question, h);
		break;
	case MATCH_STOP:
		keep(&e->stop, h);
		break;
	case MATCH_GREETING:
		keep(&e->greeting, h);
		break;
	case MATCH_NEGATION:
		keep(&e->negation, h);
		break;
	case MATCH_THANKS:
		keep(&e->thanks, h);
		break;
	default:
		weigh_urgent(e, h);
		break;
	}
}

static void gather(struct evidence *e, const struct match_hits *hits, const struct folded *t)
{
	size_t i;

	memset(e, 0, sizeof(*e));
	for (i = 0; i < hits->n; i++)
		weigh(e, &hits->hit[i]);
	for (i = 0; i < t->raw.n; i++)
		e->question_mark |=
			t->raw.s[i] == '?' || t->raw.s[i] == 0xFF1F || t->raw.s[i] == 0x61F;
	if (e->negation != NULL)
		e->plea = NULL;
}

/* Is there little beside the greetings? */
static bool mostly_greeting(const struct match_hits *hits, const struct folded *t)
{
	size_t i, words = 1, covered = 0;

	for (i = 0; i < t->words.n; i++)
		words += t->words.s[i] == ' ';
	for (i = 0; i < hits->n; i++)
		if (hits->hit[i].phrase->kind == MATCH_GREETING)
			covered += hits->hit[i].end - hits->hit[i].at;
	if (t->strict.n > 0 && t->strict.s[0] < 0x250)
		return words <= covered + 3;
	return t->strict.n <= covered + 12;
}

static void set_reason(struct understanding *out, const struct match_hit *h)
{
	static const char *const how[] = {"", " loosely", " nearly"};
	const struct phrase *p = h->phrase;

	snprintf(out->reason, sizeof(out->reason), "%s '%.*s'%s %s:%u", match_kind_name(p->kind),
		(int)utf8_fit(p->text, strlen(p->text), 40), p->text, how[h->how], p->file,
		p->line);
}

static void decide_on(
	struct understanding *out, enum text_category category, const struct match_hit *why)
{
	out->category = category;
	out->urgent = category == TEXT_URGENT;
	if (why != NULL)
		set_reason(out, why);
}

/* The rules, in the order of their rank. */
static void decide(const struct evidence *e, const struct match_hits *hits, const struct folded *t,
	struct understanding *out)
{
	const struct match_hit *danger = e->own != NULL ? e->own : e->plea;

	if (e->stop != NULL) {
		decide_on(out, TEXT_STOP, e->stop);
		out->urgent = danger != NULL || e->hard != NULL;
		return;
	}
	if (danger != NULL) {
		decide_on(out, TEXT_URGENT, danger);
		return;
	}
	if (e->tip != NULL ||
		(e->weak_tip != NULL && (e->hard != NULL || e->soft != NULL || e->weak != NULL))) {
		decide_on(out, TEXT_TIP, e->tip != NULL ? e->tip : e->weak_tip);
		return;
	}
	if (e->hard != NULL || (e->soft != NULL && e->question == NULL)) {
		decide_on(out, TEXT_URGENT, e->hard != NULL ? e->hard : e->soft);
		return;
	}
	if (e->negation != NULL) {
		decide_on(out, TEXT_UNCLEAR, e->negation);
		return;
	}
	if (e->question != NULL || (e->weak_question != NULL && e->greeting == NULL)) {
		decide_on(out, TEXT_QUESTION, e->question != NULL ? e->question : e->weak_question);
		return;
	}
	if (e->greeting != NULL && mostly_greeting(hits, t)) {
		decide_on(out, TEXT_GREETING, e->greeting);
		return;
	}
	if (e->thanks != NULL) {
		decide_on(out, TEXT_UNCLEAR, e->thanks);
		return;
	}
	if (e->question_mark && t->strict.n > 3) {
		out->category = TEXT_QUESTION;
		snprintf(out->reason, sizeof(out->reason), "a question mark");
	}
}

static void set_language(struct understanding *out, const struct detected *d)
{
	snprintf(out->lang, sizeof(out->lang), "%s", lang_name(d->lang));
	out->romanised = d->romanised;
	out->confidence = d->confidence;
}

/* One reading of the text. Returns false when it told nothing. */
static bool read_text(const struct text_lexicon *lx, const struct folded *t,
	const struct text_hint *hint, struct understanding *out)
{
	enum lang stored = hint != NULL ? lang_parse(hint->stored_lang, NULL) : LANG_UND;
	enum lang country = hint != NULL ? lang_of_country(hint->country) : LANG_UND;
	struct detected d = detect_lang(lx->words, t, stored, country);
	struct digits_said said = digits_choice(lx->choices, t,
		stored != LANG_UND    ? stored
		: country != LANG_UND ? country
				      : d.lang);
	struct match_hits hits;
	struct evidence e;

	out->category = TEXT_UNCLEAR;
	out->urgent = false;
	out->digit = said.number;
	snprintf(out->reason, sizeof(out->reason), "nothing matched");
	if (said.number >= 0) {
		if (said.lang != LANG_UND && d.confidence < 0.5)
			d = (struct detected){said.lang, said.romanised, 0.5};
		snprintf(out->reason, sizeof(out->reason), "the whole text is a choice");
		set_language(out, &d);
		return true;
	}
	set_language(out, &d);
	match_text(lx->matcher, t, d.lang, &hits);
	gather(&e, &hits, t);
	decide(&e, &hits, t, out);
	return hits.n > 0;
}

void text_understand(const struct text_lexicon *lx, const char *utf8, size_t len,
	const struct text_hint *hint, struct understanding *out)
{
	struct folded t, other;
	struct understanding second;

	memset(out, 0, sizeof(*out));
	fold_text(lx->fold, utf8, len, FOLD_DETECT, &t);
	out->encoding = t.myanmar == FOLD_MYANMAR_NONE     ? TEXT_ENCODING_NONE
			: t.myanmar == FOLD_MYANMAR_ZAWGYI ? TEXT_ENCODING_ZAWGYI
							   : TEXT_ENCODING_UNICODE;
	/* A short Burmese text may be either: when one reading says nothing, the other may. */
	if (!read_text(lx, &t, hint, out) && t.myanmar != FOLD_MYANMAR_NONE &&
		t.zawgyi_score > -ZAWGYI_SURE && t.zawgyi_score < ZAWGYI_SURE + 2) {
		bool zawgyi = t.myanmar == FOLD_MYANMAR_ZAWGYI;

		fold_text(lx->fold, utf8, len, zawgyi ? FOLD_AS_UNICODE : FOLD_AS_ZAWGYI, &other);
		second = *out;
		if (read_text(lx, &other, hint, &second)) {
			*out = second;
			out->encoding = zawgyi ? TEXT_ENCODING_UNICODE : TEXT_ENCODING_ZAWGYI;
		}
		fold_done(&other);
	}
	fold_done(&t);
}

const char *text_category_name(enum text_category c)
{
	static const char *const name[] = {[TEXT_UNCLEAR] = "unclear",
		[TEXT_URGENT] = "urgent_help",
		[TEXT_TIP] = "tip",
		[TEXT_QUESTION] = "question",
		[TEXT_STOP] = "stop",
		[TEXT_GREETING] = "greeting"};

	return name[c <= TEXT_GREETING ? c : TEXT_UNCLEAR];
}

const char *text_encoding_name(enum text_encoding e)
{
	return e == TEXT_ENCODING_ZAWGYI ? "zawgyi" : e == TEXT_ENCODING_UNICODE ? "unicode" : "-";
}

void text_zawgyi(const struct text_lexicon *lx, struct buf *out, const char *utf8, size_t len)
{
	text_to_zawgyi(fold_zawgyi(lx->fold), out, utf8, len);
}

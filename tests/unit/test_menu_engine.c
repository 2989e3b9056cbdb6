/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_menu_engine: the hotline's own tree, walked in every language, by the texts that people
 * send.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "menu/engine.h"

static struct menu_tree *tree;
static struct text_lexicon *lexicon;

struct walk {
	struct menu_state s;
	struct menu_output out;
};

static void say(struct walk *w, const char *text)
{
	struct text_hint hint = {w->s.lang, "KH"};
	struct understanding u;
	struct menu_input in = {text, &u, "KH", 1000};

	menu_output_free(&w->out);
	memset(&w->out, 0, sizeof(w->out));
	text_understand(lexicon, text, strlen(text), &hint, &u);
	menu_step(tree, &w->s, &in, &w->out);
	assert_in_range(w->out.n_texts, 1, MENU_TEXTS_MAX);
}

static bool said(const struct walk *w, const char *id, const char *lang)
{
	int i;

	for (i = 0; i < w->out.n_texts; i++)
		if (strcmp(w->out.texts[i], menu_tree_text(tree, id, lang)) == 0)
			return true;
	return false;
}

static void expect(const struct walk *w, const char *id, const char *lang)
{
	if (!said(w, id, lang))
		fail_msg("%s: not %s but: %s", lang, id, w->out.texts[0]);
}

static const struct {
	const char *lang, *help, *one, *place;
} people[] = {
	{"km", "ជួយខ្ញុំផង", "១", "ភ្នំពេញ"},
	{"lo", "ຊ່ວຍຂ້ອຍແດ່", "໑", "ວຽງຈັນ"},
	{"th", "ช่วยฉันด้วย", "๑", "กรุงเทพ"},
	{"vi", "giúp tôi với", "1", "Hà Nội"},
	{"my", "ကူညီပါ", "၁", "ရန်ကုန်"},
	{"zh", "救救我", "１", "昆明"},
	{"en", "help me", "1", "Phnom Penh"},
};

static void test_conversation(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		const char *lang = people[i].lang;
		struct walk w = {0};

		say(&w, people[i].help);
		assert_string_equal(w.s.lang, lang);
		assert_non_null(effects_find(&w.out.effects, EFFECT_URGENT));
		say(&w, people[i].one);
		say(&w, people[i].one);
		say(&w, people[i].place);
		expect(&w, "CALLBACK", lang);
		assert_non_null(effects_find(&w.out.effects, EFFECT_ANSWER));
		menu_output_free(&w.out);
	}
}

static void test_everywhere(void **state)
{
	struct walk w = {0};

	(void)state;
	say(&w, "hello");
	say(&w, "0");
	assert_non_null(effects_find(&w.out.effects, EFFECT_HUMAN));
	say(&w, "9");
	assert_non_null(effects_find(&w.out.effects, EFFECT_ERASE));
	say(&w, "blue and green");
	assert_non_null(effects_find(&w.out.effects, EFFECT_HUMAN));
	say(&w, "STOP");
	assert_non_null(effects_find(&w.out.effects, EFFECT_STOP));
	menu_output_free(&w.out);
}

/* A state comes back as it was; what no engine wrote is refused. */
static void test_state(void **state)
{
	static const char *const bad[] = {"{}", "[]", "{\"node\":1}", "{\"node\":\"x\"}"};
	struct menu_state back;
	struct walk w = {0};
	struct err err;
	size_t i;
	json_t *j;

	(void)state;
	say(&w, "help me");
	j = menu_state_to_json(&w.s);
	assert_int_equal(menu_state_from_json(&back, j, &err), 0);
	assert_string_equal(back.node, w.s.node);
	assert_string_equal(back.lang, w.s.lang);
	json_decref(j);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		j = json_loads(bad[i], 0, NULL);
		assert_int_equal(menu_state_from_json(&back, j, &err), -1);
		json_decref(j);
	}
	menu_output_free(&w.out);
}

/* Of a tree that is gone, or never was: the person is answered all the same. */
static void test_strange_state(void **state)
{
	struct walk w = {.s = {.node = "nowhere", .back = "neither", .lang = "xx"}};

	(void)state;
	say(&w, "1");
	say(&w, "help me");
	menu_output_free(&w.out);
}

static void refuse(const char *conf, const char *place)
{
	struct menu_file f = {"tree.conf", conf, strlen(conf)};
	struct err err = {""};

	assert_null(menu_tree_parse(&f, 1, &err));
	if (strncmp(err.msg, place, strlen(place)) != 0)
		fail_msg("for: %s\n got: %s", conf, err.msg);
}

static void test_mistakes(void **state)
{
	(void)state;
	refuse("languages = [ \"en\" ];\nstart = ", "tree.conf:2");
	refuse("languages = [ \"en\" ];\nnonsense = 1;\n", "tree.conf:");
	refuse("", "tree.conf");
}

static int load(void **state)
{
	const char *source = getenv("SOURCE");
	char dir[4096];
	struct err err;

	(void)state;
	snprintf(dir, sizeof(dir), "%s/menus/hotline", source != NULL ? source : ".");
	tree = menu_tree_load(dir, &err);
	if (tree == NULL)
		fail_msg("%s", err.msg);
	snprintf(dir, sizeof(dir), "%s/menus/phrases", source != NULL ? source : ".");
	lexicon = text_lexicon_load(dir, &err);
	if (lexicon == NULL)
		fail_msg("%s", err.msg);
	return 0;
}

static int unload(void **state)
{
	(void)state;
	menu_tree_free(tree);
	text_lexicon_free(lexicon);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conversation),
		cmocka_unit_test(test_everywhere),
		cmocka_unit_test(test_state),
		cmocka_unit_test(test_strange_state),
		cmocka_unit_test(test_mistakes),
	};

	return cmocka_run_group_tests(tests, load, unload);
}

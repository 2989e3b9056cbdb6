/* SPDX-License-Identifier: GPL-3.0-or-later */
/* state_print.c: the gathered state as tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "ctl/state.h"

static const char *get(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s != NULL && *s != '\0' ? s : "-";
}

static long long get_int(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static void cell(const char *s, int width)
{
	int n = (int)strlen(s);

	ctl_puts(s);
	printf("%*s", n < width ? width - n : 1, "");
}

/* Since a wall time; "-" for none. */
static void cell_age(long long since_ms, int width)
{
	char age[16] = "-";

	if (since_ms > 0)
		ctl_print_age(age, clock_wall_ms() - since_ms);
	cell(age, width);
}

static void cell_number(long long n, int width)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", n);
	cell(text, width);
}

static void print_programs(const json_t *programs)
{
	const json_t *p;
	size_t i;

	if (json_array_size(programs) == 0)
		return;
	puts("\nPROGRAM           STATE     PID      FOR      STARTS  NOTE");
	json_array_foreach(programs, i, p)
	{
		cell(get(p, "name"), 18);
		cell(get(p, "state"), 10);
		cell_number(get_int(p, "pid"), 9);
		cell_age(get_int(p, "since_ms"), 9);
		cell_number(get_int(p, "starts"), 8);
		ctl_puts(get(p, "note"));
		putchar('\n');
	}
}

static void print_modems(const json_t *modems)
{
	const json_t *m;
	size_t i;

	puts("\nMODEM       STATE       OPERATOR          SIGNAL    SEEN     TO SEND");
	json_array_foreach(modems, i, m)
	{
		cell(get(m, "name"), 12);
		cell(get(m, "state"), 12);
		cell(get(m, "operator"), 18);
		cell(get(m, "signal_dbm"), 10);
		cell_age(atoll(get(m, "seen_ms")), 9);
		printf("%lld\n", get_int(m, "waiting"));
	}
}

static void print_queues(const json_t *queues, const json_t *cases)
{
	printf("\nwaiting: intake %lld", get_int(queues, "intake"));
	if (get_int(queues, "intake_oldest_ms") > 0) {
		fputs(" (oldest ", stdout);
		cell_age(get_int(queues, "intake_oldest_ms"), 0);
		fputs("ago)", stdout);
	}
	printf(", results %lld, timers %lld; quarantine %lld\n", get_int(queues, "results"),
		get_int(queues, "timers"), get_int(queues, "quarantine"));
	printf("open cases: %lld", get_int(cases, "open"));
	if (get_int(cases, "oldest_ms") > 0) {
		fputs(", the oldest for ", stdout);
		cell_age(get_int(cases, "oldest_ms"), 0);
	}
	putchar('\n');
}

static void print_counters(const json_t *counters)
{
	const char *name;
	json_t *value;

	if (json_object_size(counters) > 0)
		puts("\nCOUNTER");
	json_object_foreach((json_t *)(uintptr_t)counters, name, value)
	{
		cell(name, 32);
		printf("%lld\n", (long long)json_integer_value(value));
	}
}

void state_print(const json_t *state)
{
	bool running = json_is_true(json_object_get(state, "running"));
	bool serving = json_is_true(json_object_get(state, "serving"));

	printf("hotline \"%s\" in ", get(state, "hotline"));
	ctl_puts(get(state, "state_dir"));
	puts(serving      ? ": all programs are up"
		: running ? ": not all programs are up"
			  : ": hotlined does not run here");
	print_programs(json_object_get(state, "programs"));
	if (json_object_get(state, "modems") == NULL) {
		putchar('\n');
		ctl_puts(get(state, "redis"));
		putchar('\n');
		return;
	}
	print_modems(json_object_get(state, "modems"));
	print_queues(json_object_get(state, "queues"), json_object_get(state, "cases"));
	print_counters(json_object_get(state, "counters"));
}

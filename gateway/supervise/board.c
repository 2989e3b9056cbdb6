/* SPDX-License-Identifier: GPL-3.0-or-later */
/* board.c: the members as JSON, by jansson. */
#include "supervise/board.h"

#include <jansson.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"

static json_t *member_json(const struct member *m)
{
	/* Steady time means nothing to others. */
	int64_t since_ms = clock_wall_ms() - (clock_steady_ms() - m->child.since_ms);

	return json_pack("{ss ss si sI si ss}", "name", m->name, "state",
		child_state_name(m->child.state), "pid", (int)m->child.pid, "since_ms",
		(json_int_t)since_ms, "starts", m->child.starts, "note", m->note);
}

static void path_of(char out[PATH_MAX], const struct conf *conf, const char *suffix)
{
	snprintf(out, PATH_MAX, "%.*s/status.json%s", PATH_MAX - 24, conf->state, suffix);
}

void board_write(const struct conf *conf, const struct roll *roll)
{
	char path[PATH_MAX], temp[PATH_MAX];
	json_t *list = json_array(), *board;
	bool serving = true;
	int i;

	for (i = 0; i < roll->n; i++) {
		json_array_append_new(list, member_json(&roll->members[i]));
		serving = serving && roll->members[i].child.state == CHILD_UP;
	}
	board = json_pack(
		"{si sb so}", "pid", (int)getpid(), "serving", (int)serving, "programs", list);
	path_of(path, conf, "");
	path_of(temp, conf, ".new");
	if (json_dump_file(board, temp, JSON_INDENT(1)) < 0 || rename(temp, path) < 0)
		log_warn("board{unwritten}: %s", path);
	json_decref(board);
}

void board_remove(const struct conf *conf)
{
	char path[PATH_MAX];

	path_of(path, conf, "");
	unlink(path);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * handsets: the phones of modem-sim, on a terminal or a pipe. See handsets(1).
 */
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sim/handsets_talk.h"

static void usage(FILE *to)
{
	fprintf(to, "usage: handsets -d DIR [-m MODEM,...] [-a ANSWER_S] [-q QUIET_S] "
		    "[-g GIVE_UP_S] [-w WAIT_S]\n");
}

static int seconds(const char *s, unsigned *ms)
{
	char *end;
	double n = strtod(s, &end);

	if (end == s || *end != '\0' || !(n >= 0 && n <= 86400)) {
		fprintf(stderr, "handsets: %s: not a number of seconds\n", s);
		return -1;
	}
	*ms = (unsigned)(n * 1000);
	return 0;
}

static int parse(struct talk_options *o, int argc, char **argv)
{
	int c, rc = 0;

	while (rc == 0 && (c = getopt(argc, argv, "d:m:a:q:g:w:h")) != -1) {
		switch (c) {
		case 'd':
			o->dir = optarg;
			break;
		case 'm':
			o->modems = optarg;
			break;
		case 'a':
			rc = seconds(optarg, &o->answer_ms);
			break;
		case 'q':
			rc = seconds(optarg, &o->end_ms);
			break;
		case 'g':
			rc = seconds(optarg, &o->give_up_ms);
			break;
		case 'w':
			rc = seconds(optarg, &o->connect_ms);
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			rc = -1;
		}
	}
	if (rc == 0 && o->dir != NULL && optind == argc)
		return 0;
	usage(stderr);
	return -1;
}

/* epoll refuses regular files, and `handsets <script` is a fine thing to type. */
static struct event_base *make_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base;

	event_config_require_features(config, EV_FEATURE_FDS);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

int main(int argc, char **argv)
{
	struct talk_options o = {.answer_ms = 5000,
		.end_ms = 2000,
		.give_up_ms = 120000,
		.connect_ms = 5000,
		.terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)};
	struct event_base *base;
	struct talk *t;
	struct err e;
	int status;

	if (parse(&o, argc, argv) < 0)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	base = make_base();
	t = talk_new(base, &o, &e);
	if (t == NULL) {
		fprintf(stderr, "handsets: %s\n", e.msg);
		event_base_free(base);
		return 1;
	}
	event_base_dispatch(base);
	status = talk_status(t);
	talk_free(t);
	event_base_free(base);
	libevent_global_shutdown();
	return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * modem-sim: a small GSM network on pseudo-terminals. See modem-sim(1).
 */
#include <errno.h>
#include <event2/event.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/control.h"
#include "sim/network.h"

enum { WANTED_MAX = 256 };

struct options {
	const char *dir;
	const char *wanted[WANTED_MAX]; /* NAME[:key=value,...] */
	unsigned n_wanted, n_plain;
	const char *air_ms;
	bool die_with_parent, say_ready;
};

static void usage(FILE *to)
{
	fprintf(to, "usage: modem-sim -d DIR [-PR] [-n COUNT] [-a AIR_MS] "
		    "[-m NAME[:key=value,...]]...\n");
}

static int bad(const char *what, const char *why)
{
	fprintf(stderr, "modem-sim: %s: %s\n", what, why);
	usage(stderr);
	return -1;
}

static int parse(struct options *o, int argc, char **argv)
{
	char *end;
	int c;

	while ((c = getopt(argc, argv, "d:m:n:a:PRh")) != -1) {
		switch (c) {
		case 'd':
			o->dir = optarg;
			break;
		case 'm':
			if (o->n_wanted == WANTED_MAX)
				return bad(optarg, "too many modems");
			o->wanted[o->n_wanted++] = optarg;
			break;
		case 'n':
			o->n_plain = (unsigned)strtoul(optarg, &end, 10);
			if (*end != '\0' || o->n_plain < 1 || o->n_plain > WANTED_MAX)
				return bad(optarg, "not a number from 1 to 256");
			break;
		case 'a':
			o->air_ms = optarg;
			break;
		case 'P':
			o->die_with_parent = true;
			break;
		case 'R':
			o->say_ready = true;
			break;
		case 'h':
			usage(stdout);
			exit(0);
		default:
			usage(stderr);
			return -1;
		}
	}
	if (optind < argc)
		return bad(argv[optind], "nothing was expected here");
	if (o->dir == NULL)
		return bad("-d DIR is missing", "where the links and the control socket go");
	if (o->n_wanted == 0 && o->n_plain == 0)
		o->n_plain = 1;
	return 0;
}

static int add_modem(struct net *net, const struct options *o, const char *spec, struct err *e)
{
	char *name = xstrdup(spec), *opts = strchr(name, ':');
	struct buf all = BUF_INIT;
	struct modem *m;

	if (opts != NULL)
		*opts++ = '\0';
	buf_printf(&all, "air_ms=%s", o->air_ms ? o->air_ms : "0");
	if (opts != NULL)
		buf_printf(&all, ",%s", opts);
	m = modem_new(net, o->dir, name, all.data, e);
	buf_free(&all);
	free(name);
	return m == NULL ? -1 : 0;
}

static int add_modems(struct net *net, const struct options *o, struct err *e)
{
	char name[16];
	unsigned i;

	for (i = 0; i < o->n_wanted; i++)
		if (add_modem(net, o, o->wanted[i], e) < 0)
			return -1;
	for (i = 1; i <= o->n_plain; i++) {
		snprintf(name, sizeof(name), "m%u", i);
		if (add_modem(net, o, name, e) < 0)
			return -1;
	}
	return 0;
}

static void on_signal(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	event_base_loopbreak(arg);
}

static int serve(const struct options *o)
{
	struct event_base *base = event_base_new();
	struct event *term = evsignal_new(base, SIGTERM, on_signal, base);
	struct event *intr = evsignal_new(base, SIGINT, on_signal, base);
	struct net *net = net_new(base);
	struct control *control;
	struct err e;
	int rc = 0;

	event_add(term, NULL);
	event_add(intr, NULL);
	signal(SIGPIPE, SIG_IGN);
	control = control_new(net, o->dir, &e);
	if (control == NULL || add_modems(net, o, &e) < 0) {
		fprintf(stderr, "modem-sim: %s\n", e.msg);
		rc = 1;
	} else {
		if (o->say_ready) {
			puts("ready");
			fflush(stdout);
		}
		event_base_dispatch(base);
	}
	control_free(control);
	net_free(net);
	event_free(term);
	event_free(intr);
	event_base_free(base);
	libevent_global_shutdown();
	return rc;
}

int main(int argc, char **argv)
{
	struct options o = {0};
	pid_t parent = getppid();

	if (parse(&o, argc, argv) < 0)
		return 2;
	if (o.die_with_parent) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() != parent)
			return 0;
	}
	if (mkdir(o.dir, 0700) < 0 && errno != EEXIST) {
		fprintf(stderr, "modem-sim: %s: %s\n", o.dir, strerror(errno));
		return 1;
	}
	return serve(&o);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ctl.c: the table of commands, and what they share. */
#include "ctl/ctl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/proc.h"
#include "seal/keys.h"

enum { ANSWER_MS = 5000 };

/* One row a command, in alphabetical order. */
static const struct ctl_command *const commands[] = {
	&cmd_case,
	&cmd_cases,
	&cmd_help,
	&cmd_status,
	&cmd_version,
	NULL,
};

const struct ctl_command *const *ctl_commands(void)
{
	return commands;
}

const struct ctl_command *ctl_find(const char *name)
{
	int i;

	for (i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int ctl_fail(const struct ctl_command *c, int status, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "hotlinectl: %s%s", c != NULL ? c->name : "", c != NULL ? ": " : "");
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

int ctl_usage(const struct ctl_command *c)
{
	fprintf(stderr, "usage: hotlinectl %s%s%s\n", c->name, *c->args ? " " : "", c->args);
	return EX_USAGE;
}

static void drop(int *argc, char **argv, int at, int n)
{
	int i;

	for (i = at; i + n <= *argc; i++)
		argv[i] = argv[i + n];
	*argc -= n;
}

bool ctl_take_flag(int *argc, char **argv, const char *name)
{
	int i;

	for (i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], name) == 0) {
			drop(argc, argv, i, 1);
			return true;
		}
	return false;
}

const char *ctl_take_value(int *argc, char **argv, const char *name)
{
	size_t len = strlen(name);
	int i;

	for (i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
		const char *value;

		if (strncmp(argv[i], name, len) != 0)
			continue;
		if (argv[i][len] == '=') {
			value = argv[i] + len + 1;
			drop(argc, argv, i, 1);
			return value;
		}
		if (argv[i][len] != '\0')
			continue;
		value = i + 1 < *argc ? argv[i + 1] : "";
		drop(argc, argv, i, i + 1 < *argc ? 2 : 1);
		return value;
	}
	return NULL;
}

int ctl_wire(struct ctl *ctl, const struct ctl_command *c)
{
	struct err err;

	if (ctl->wire != NULL)
		return 0;
	if (access(ctl->conf.state, F_OK) == 0 && access(ctl->conf.state, R_OK | X_OK) < 0)
		return ctl_fail(c, EX_NOPERM,
			"may not enter %s; run hotlinectl as root or as the hotline's user",
			ctl->conf.state);
	ctl->wire = wire_new(&ctl->conf, "ctl", ANSWER_MS, &err);
	if (ctl->wire == NULL)
		return ctl_fail(c, EX_UNAVAILABLE,
			"no hotline in %s: %s; name its state directory with -s", ctl->conf.state,
			err.msg);
	if (wire_connect(ctl->wire, &err) < 0)
		return ctl_fail(c, EX_UNAVAILABLE, "%s; is hotlined running on %s?", err.msg,
			ctl->conf.state);
	return 0;
}

/* A command that needs no configuration stands at once behind the program's name: the options are
 * for those that do. */
static const struct ctl_command *plain_command(int argc, char **argv)
{
	const struct ctl_command *c = argc > 1 ? ctl_find(argv[1]) : NULL;

	return c != NULL && (c->flags & CTL_PLAIN) != 0 ? c : NULL;
}

static int run(struct ctl *ctl, const struct ctl_command *c, int argc, char **argv)
{
	int status = c->run(ctl, argc, argv);

	/* A full disk or a closed pipe must not look like success. */
	if ((fflush(stdout) != 0 || ferror(stdout)) && status == 0)
		status = ctl_fail(c, EX_IOERR, "cannot write the answer");
	wire_free(ctl->wire);
	return status;
}

int ctl_main(int argc, char **argv)
{
	static struct ctl ctl;
	const struct ctl_command *c = plain_command(argc, argv);
	struct err err;
	int first;

	proc_harden();
	if (c != NULL) {
		conf_default(&ctl.conf);
		return run(&ctl, c, argc - 1, argv + 1);
	}
	first = proc_options(argc, argv, "hotlinectl", "command ...", &ctl.conf);
	if (first == argc) {
		fputs("usage: hotlinectl [-d] [-c conf] [-s state] command ...\n"
		      "       hotlinectl help\n",
			stderr);
		return EX_USAGE;
	}
	c = ctl_find(argv[first]);
	if (c == NULL)
		return ctl_fail(NULL, EX_USAGE,
			"there is no command \"%s\"; \"hotlinectl help\" lists them", argv[first]);
	if (seal_init(&err) < 0)
		return ctl_fail(c, EX_OSERR, "%s", err.msg);
	return run(&ctl, c, argc - first, argv + first);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ctl: hotlinectl(8), one table of commands.
 *
 * A command is one file, cmd_<name>.c, that exports one const struct ctl_command, and one row in
 * the table of ctl.c (in alphabetical order; `help` and the shell completion follow the table). It
 * writes its answer to standard output and its complaints to standard error, and returns an exit
 * status of sysexits.h: 0, EX_USAGE (64) for a wrong command line, EX_DATAERR (65) for a record
 * that does not open, EX_NOINPUT (66) for what does not exist, EX_UNAVAILABLE (69) when Redis or
 * hotlined does not answer, EX_NOPERM (77), EX_CONFIG (78).
 *
 * Text that a person sent may hold control octets that would drive the reader's terminal: it goes
 * out through ctl_puts() only, or as JSON.
 */
#ifndef CTL_CTL_H
#define CTL_CTL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/conf.h"
#include "base/err.h"
#include "bus/wire.h"

/* What the frame prepares for a command. */
struct ctl {
	struct conf conf;  /* loaded; the built-in defaults for a CTL_PLAIN command */
	struct wire *wire; /* NULL until ctl_wire() */
};

enum ctl_flags {
	CTL_PLAIN = 1, /* needs no configuration: works on a box where that is broken */
};

struct ctl_command {
	const char *name;
	const char *args; /* for usage: "[--json] ID"; "" for none */
	const char *help; /* one line, lower case, no full stop */
	unsigned int flags;
	/* argv[0] is the command's name, argv[argc] is NULL. */
	int (*run)(struct ctl *ctl, int argc, char **argv);
};

/* All commands, ended by NULL. */
const struct ctl_command *const *ctl_commands(void);
const struct ctl_command *ctl_find(const char *name);

/* The whole program. */
int ctl_main(int argc, char **argv);

/* Takes the option `name` ("--json") out of argv if it is there, wherever it is. */
bool ctl_take_flag(int *argc, char **argv, const char *name);
/* The same for "--name VALUE" or "--name=VALUE"; NULL when absent. A missing value is "". */
const char *ctl_take_value(int *argc, char **argv, const char *name);

/* Says `hotlinectl: command: complaint` on standard error; returns `status`. */
int ctl_fail(const struct ctl_command *c, int status, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* Says how the command is used; returns EX_USAGE. */
int ctl_usage(const struct ctl_command *c);

/* Connects to Redis as the user "ctl"; 0, or the exit status after having said why not. */
int ctl_wire(struct ctl *ctl, const struct ctl_command *c);

/* Prints UTF-8 with control octets (C0, DEL, C1) and directional overrides as \xNN or \u{N}; a line
 * feed as \n. */
void ctl_puts(const char *text);
/* Prints one JSON value and a newline; takes the reference. Returns 0. */
int ctl_print_json(json_t *value);
/* A duration for people: "12 s", "5 min", "3 h", "2 d". */
void ctl_print_age(char out[16], int64_t ms);

extern const struct ctl_command cmd_case;
extern const struct ctl_command cmd_cases;
extern const struct ctl_command cmd_help;
extern const struct ctl_command cmd_status;
extern const struct ctl_command cmd_version;

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotlinectl help: the commands. `--names` is for the shell completion. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/ctl.h"

static int help(struct ctl *ctl, int argc, char **argv)
{
	bool names = ctl_take_flag(&argc, argv, "--names");
	const struct ctl_command *const *c;

	(void)ctl;
	if (argc > 2)
		return ctl_usage(&cmd_help);
	if (argc == 2) {
		const struct ctl_command *one = ctl_find(argv[1]);

		if (one == NULL)
			return ctl_fail(&cmd_help, EX_USAGE, "there is no command \"%s\"", argv[1]);
		printf("hotlinectl %s %s\n    %s\n", one->name, one->args, one->help);
		return 0;
	}
	for (c = ctl_commands(); *c != NULL; c++) {
		if (names)
			puts((*c)->name);
		else
			printf("%-12s %-20s %s\n", (*c)->name, (*c)->args, (*c)->help);
	}
	return 0;
}

const struct ctl_command cmd_help = {
	.name = "help",
	.args = "[COMMAND]",
	.help = "list the commands, or tell about one",
	.flags = CTL_PLAIN,
	.run = help,
};

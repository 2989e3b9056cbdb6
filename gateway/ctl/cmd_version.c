/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotlinectl version. */
#include <stdio.h>

#include "ctl/ctl.h"

static int version(struct ctl *ctl, int argc, char **argv)
{
	(void)ctl;
	(void)argv;
	if (argc != 1)
		return ctl_usage(&cmd_version);
	puts("hotline " VERSION);
	return 0;
}

const struct ctl_command cmd_version = {
	.name = "version",
	.args = "",
	.help = "tell which version this is",
	.flags = CTL_PLAIN,
	.run = version,
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hotlinectl: looks into a hotline; see hotlinectl(8). The commands are in ctl/. */
#include "ctl/ctl.h"

int main(int argc, char **argv)
{
	return ctl_main(argc, argv);
}

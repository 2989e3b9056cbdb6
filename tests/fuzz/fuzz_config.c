/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_config: any octets as hotline.conf and as a roster. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/conf.h"
#include "duty/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct conf conf;
	struct roster *roster;
	char path[32];
	struct err err;
	int fd;

	roster = roster_parse("roster", (const char *)data, len, &err);
	if (roster == NULL)
		assert(*err.msg != '\0');
	else
		assert(roster_count(roster) >= 1 && roster_next_level(roster, 0) >= 1);
	roster_free(roster);

	fd = memfd_create("conf", MFD_CLOEXEC);
	if (fd < 0 || write(fd, data, len) != (ssize_t)len) {
		close(fd);
		return 0;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (conf_load(&conf, path, "/tmp", &err) < 0)
		assert(*err.msg != '\0');
	else
		assert(conf.n_modems >= 1 && conf.n_modems <= CONF_MODEMS_MAX);
	close(fd);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proc.c: hardening and the options all programs share. */
#include "base/proc.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/log.h"

/* The leak checker of a sanitized build attaches to its own process, which needs dumpable. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

void proc_harden(void)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifndef SANITIZED
	prctl(PR_SET_DUMPABLE, 0);
#endif
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	umask(077);
	signal(SIGPIPE, SIG_IGN);
}

int proc_options(int argc, char **argv, const char *role, const char *usage, struct conf *conf)
{
	const char *file = NULL, *state = NULL;
	struct err err;
	bool debug = false;
	int ch;

	/* '+': stop at the first word, so that a command's own options are left alone. */
	while ((ch = getopt(argc, argv, "+c:s:dh")) != -1) {
		switch (ch) {
		case 'c':
			file = optarg;
			break;
		case 's':
			state = optarg;
			break;
		case 'd':
			debug = true;
			break;
		default:
			fprintf(ch == 'h' ? stdout : stderr,
				"usage: %s [-d] [-c conf] [-s state]%s%s\n", role,
				*usage ? " " : "", usage);
			exit(ch == 'h' ? 0 : EX_USAGE);
		}
	}
	if (conf_load(conf, file, state, &err) < 0) {
		fprintf(stderr, "%s: %s\n", role, err.msg);
		exit(EX_CONFIG);
	}
	log_init(role, debug || conf->debug);
	return optind;
}

int proc_mkdir(const char *path, struct err *err)
{
	char part[4096];
	struct stat st;
	char *slash;

	if (strlen(path) >= sizeof(part))
		return err_set(err, "%.60s...: path too long", path);
	strcpy(part, path);
	for (slash = part + 1; slash != NULL;) {
		slash = strchr(slash, '/');
		if (slash != NULL)
			*slash = '\0';
		if (mkdir(part, 0700) < 0 && errno != EEXIST)
			return err_sys(err, "cannot make folder %s", part);
		if (stat(part, &st) < 0)
			return err_sys(err, "%s", part);
		if (!S_ISDIR(st.st_mode))
			return err_set(err, "%s is not a folder", part);
		if (slash != NULL)
			*slash++ = '/';
	}
	return 0;
}

const char *proc_exe_dir(void)
{
	static char dir[4096];
	ssize_t n;

	if (dir[0] != '\0')
		return dir;
	n = readlink("/proc/self/exe", dir, sizeof(dir) - 1);
	dir[n > 0 ? n : 0] = '\0';
	if (strrchr(dir, '/') != NULL)
		*strrchr(dir, '/') = '\0';
	return dir;
}

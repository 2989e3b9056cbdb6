/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redis.c: files for a private redis-server, and the questions asked of any. */
#include "supervise/redis.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/proc.h"
#include "bus/functions.h"
#include "bus/socket.h"
#include "bus/wire.h"
#include "supervise/acl.h"

enum { ANSWER_MS = 5000 };

/* Paths are relative to the folder of this file, which is redis-server's working directory: nothing
 * in a path can then be mistaken for configuration. */
static const char redis_conf[] =
	"# Written by hotlined at every start: changes here are lost.\n"
	"# Reached by a UNIX socket in a folder that only the hotline's user may enter.\n"
	"port 0\n"
	"unixsocket redis.sock\n"
	"unixsocketperm 700\n"
	"aclfile users.acl\n"
	"protected-mode yes\n"
	"enable-debug-command no\n"
	"enable-module-command no\n"
	"enable-protected-configs no\n"
	"# What was acknowledged is on the disk (Law 1).\n"
	"appendonly yes\n"
	"appendfsync always\n"
	"no-appendfsync-on-rewrite no\n"
	"aof-load-truncated yes\n"
	"aof-use-rdb-preamble yes\n"
	"save \"\"\n"
	"stop-writes-on-bgsave-error no\n"
	"# Nothing is thrown away to make room.\n"
	"maxmemory 0\n"
	"maxmemory-policy noeviction\n"
	"# Nothing that passes through is copied to a second place: no slow log, no crash report.\n"
	"slowlog-log-slower-than -1\n"
	"latency-tracking no\n"
	"latency-monitor-threshold 0\n"
	"crash-log-enabled no\n"
	"crash-memcheck-enabled no\n"
	"syslog-enabled no\n"
	"# Runs below hotlined: in the foreground, logs to its log, says when it is ready.\n"
	"daemonize no\n"
	"supervised systemd\n"
	"logfile \"\"\n"
	"loglevel warning\n"
	"always-show-logo no\n"
	"set-proc-title no\n"
	"shutdown-timeout 1\n"
	"oom-score-adj no\n"
	"dir .\n";

static int path_in(char out[PATH_MAX], const struct conf *conf, const char *file, struct err *err)
{
	if (snprintf(out, PATH_MAX, "%s/redis/%s", conf->state, file) >= PATH_MAX)
		return err_set(err, "state directory path is too long");
	return 0;
}

bool redis_is_private(const struct conf *conf)
{
	return conf->redis.socket[0] == '\0';
}

static int write_whole(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return fsync(fd);
}

/* Replaces a file whole, so that a crash leaves the old or the new one. */
static int replace(
	const struct conf *conf, const char *file, const char *data, size_t len, struct err *err)
{
	char path[PATH_MAX], temp[PATH_MAX + 8];
	int fd, bad;

	if (path_in(path, conf, file, err) < 0)
		return -1;
	snprintf(temp, sizeof(temp), "%s.new", path);
	fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_sys(err, "cannot make %s", temp);
	bad = write_whole(fd, data, len);
	if (bad)
		err_sys(err, "cannot write %s", temp);
	close(fd);
	if (!bad && rename(temp, path) < 0)
		bad = err_sys(err, "cannot put %s in place", path);
	return bad;
}

static int check_socket_path(const struct conf *conf, struct err *err)
{
	struct sockaddr_un sun;
	char path[PATH_MAX];

	bus_socket(path, conf);
	if (strlen(path) < sizeof(sun.sun_path))
		return 0;
	return err_set(err,
		"%s: %zu characters are too many for a socket (at most %zu); choose a state "
		"directory with a shorter path",
		path, strlen(path), sizeof(sun.sun_path) - 1);
}

int redis_prepare(const struct conf *conf, struct err *err)
{
	struct buf acl = BUF_INIT;
	char dir[PATH_MAX];
	int bad;

	if (check_socket_path(conf, err) < 0 || path_in(dir, conf, "", err) < 0)
		return -1;
	dir[strlen(dir) - 1] = '\0';
	if (proc_mkdir(dir, err) < 0 || acl_render(&acl, conf, err) < 0) {
		buf_free(&acl);
		return -1;
	}
	bad = replace(conf, "users.acl", acl.data, acl.len, err);
	buf_free(&acl);
	return bad ? bad : replace(conf, "redis.conf", redis_conf, strlen(redis_conf), err);
}

/* What must be so, and what it costs when it is not. */
static const struct demand {
	const char *option, *value, *why;
} demands[] = {
	{"appendonly", "yes", "texts would be lost with a power cut"},
	{"appendfsync", "always", "texts acknowledged in the last second would be lost"},
	{"maxmemory-policy", "noeviction", "it would throw texts away when memory is short"},
};

static struct wire *connect_admin(const struct conf *conf, struct err *err)
{
	struct wire *w = wire_new(conf, "hotlined", ANSWER_MS, err);
	char path[PATH_MAX];

	if (w == NULL)
		return NULL;
	if (wire_connect(w, err) == 0)
		return w;
	wire_free(w);
	bus_socket(path, conf);
	if (!redis_is_private(conf))
		err_wrap(err,
			"cannot use the Redis at %.120s (redis.socket in hotline.conf); it must "
			"run and "
			"know the users of %.80s/redis/users.acl",
			path, conf->state);
	return NULL;
}

static int check_demand(struct wire *w, const struct demand *d, struct err *err)
{
	redisReply *r = WIRE_CALL(w, err, ARG("CONFIG"), ARG("GET"), ARG(d->option));
	const redisReply *value;
	int bad = 0;

	if (r == NULL)
		return -1;
	value = reply_field(r, d->option);
	if (value == NULL || strcmp(value->str, d->value) != 0)
		bad = err_set(err,
			"Redis has \"%s %s\": %s; set \"%s %s\" in its configuration and start "
			"again",
			d->option, value != NULL ? value->str : "?", d->why, d->option, d->value);
	freeReplyObject(r);
	return bad;
}

int redis_check(const struct conf *conf, struct err *err)
{
	struct wire *w = connect_admin(conf, err);
	size_t i;
	int bad = 0;

	if (w == NULL)
		return -1;
	for (i = 0; i < sizeof(demands) / sizeof(demands[0]) && !bad; i++)
		bad = check_demand(w, &demands[i], err);
	wire_free(w);
	return bad;
}

int redis_load(const struct conf *conf, struct err *err)
{
	struct wire *w = connect_admin(conf, err);
	int bad;

	if (w == NULL)
		return -1;
	bad = functions_load(w, err);
	wire_free(w);
	return bad;
}

/* The first of PATH's folders (and of those that sudo and systemd may leave out) that has `name`.
 */
static char *in_path(const char *name)
{
	const char *path = getenv("PATH");
	char *list, *dir, *save = NULL, *found = NULL, file[PATH_MAX];
	struct buf all = BUF_INIT;

	buf_printf(&all, "%s:/usr/bin:/usr/local/bin", path != NULL ? path : "");
	list = buf_take(&all, NULL);
	for (dir = strtok_r(list, ":", &save); dir != NULL && found == NULL;
		dir = strtok_r(NULL, ":", &save)) {
		snprintf(file, sizeof(file), "%.4000s/%s", dir, name);
		if (*dir == '/' && access(file, X_OK) == 0)
			found = xstrdup(file);
	}
	free(list);
	return found;
}

char *redis_program(struct err *err)
{
	char *found = in_path("redis-server");

	if (found == NULL)
		found = in_path("redis-check-rdb");
	if (found == NULL)
		err_set(err,
			"redis-server is not installed: apt-get install redis-tools, or name a "
			"running Redis as redis.socket in hotline.conf");
	return found;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spool.c: files of lane, mark and box. */
#include "modem/spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/proc.h"

enum { NAME_LEN = 16, FILE_MAX = 64 * 1024 };

struct spool {
	const struct conf *conf;
	char dir[PATH_MAX];
	int fd; /* of the folder */
	unsigned long long next;
	int n;
};

static bool is_ours(const struct dirent *d)
{
	return strlen(d->d_name) == NAME_LEN && strspn(d->d_name, "0123456789") == NAME_LEN;
}

static int only_ours(const struct dirent *d)
{
	return is_ours(d) ? 1 : 0;
}

struct spool *spool_open(const struct conf *conf, const char *modem, struct err *err)
{
	struct spool *s = xcalloc(1, sizeof(*s));
	struct dirent **list;
	int i;

	s->conf = conf;
	snprintf(s->dir, sizeof(s->dir), "%.4000s/spool/%s", conf->state, modem);
	s->fd = -1;
	if (proc_mkdir(s->dir, err) == 0) {
		s->fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		s->n = scandir(s->dir, &list, only_ours, alphasort);
		if (s->fd < 0 || s->n < 0)
			err_sys(err, "%s", s->dir);
	}
	if (s->fd < 0 || s->n < 0) {
		spool_close(s);
		return NULL;
	}
	for (i = 0; i < s->n; i++) {
		s->next = strtoull(list[i]->d_name, NULL, 10) + 1;
		free(list[i]);
	}
	free(list);
	return s;
}

void spool_close(struct spool *s)
{
	if (s == NULL)
		return;
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

int spool_count(const struct spool *s)
{
	return s->n;
}

static int write_all(int fd, const struct buf *b)
{
	size_t at = 0;
	ssize_t n;

	while (at < b->len) {
		n = write(fd, b->data + at, b->len - at);
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0)
			at += (size_t)n;
	}
	return fsync(fd);
}

int spool_add(struct spool *s, const struct intake *in, struct err *err)
{
	char name[NAME_LEN + 8];
	struct buf b = BUF_INIT;
	int fd, bad;

	buf_printf(&b, "%d %s\n", in->lane, in->mark);
	buf_put(&b, in->box.data, in->box.len);
	fd = openat(s->fd, "new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bad = fd < 0 || write_all(fd, &b) < 0;
	buf_free(&b);
	if (fd >= 0)
		close(fd);
	snprintf(name, sizeof(name), "%016llu", s->next);
	if (bad || renameat(s->fd, "new", s->fd, name) < 0 || fsync(s->fd) < 0)
		return err_sys(err, "cannot spool to %s", s->dir);
	s->next++;
	s->n++;
	return 0;
}

static int read_file(struct spool *s, const char *name, struct intake *in)
{
	char *data = xmalloc(FILE_MAX);
	int fd = openat(s->fd, name, O_RDONLY | O_CLOEXEC), used = 0, ok = 0;
	ssize_t n = fd < 0 ? -1 : read(fd, data, FILE_MAX - 1);

	if (fd >= 0)
		close(fd);
	memset(in, 0, sizeof(*in));
	if (n > 0) {
		data[n] = '\0';
		ok = sscanf(data, "%d %32[0-9a-f]%n", &in->lane, in->mark, &used) == 2 &&
		     data[used] == '\n';
	}
	if (ok)
		buf_put(&in->box, data + used + 1, (size_t)(n - used - 1));
	free(data);
	return ok ? 0 : -1;
}

static int replay_one(struct spool *s, struct wire *w, const char *name, struct err *err)
{
	struct intake in;
	bool known;

	if (read_file(s, name, &in) < 0) {
		log_err("spool{damaged}: %s is set aside; a human must look file=%s", s->dir, name);
		s->n--;
		return renameat(s->fd, name, s->fd, "damaged") < 0
			       ? err_sys(err, "cannot set a damaged file aside in %s", s->dir)
			       : 0;
	}
	if (intake_put(w, s->conf, &in, &known, err) < 0) {
		intake_free(&in);
		return -1;
	}
	intake_free(&in);
	s->n--;
	return unlinkat(s->fd, name, 0) < 0 ? err_sys(err, "cannot remove from %s", s->dir) : 0;
}

int spool_replay(struct spool *s, struct wire *w, struct err *err)
{
	struct dirent **list;
	int i, n, bad = 0;

	if (s->n == 0)
		return 0;
	n = scandir(s->dir, &list, only_ours, alphasort);
	if (n < 0)
		return err_sys(err, "%s", s->dir);
	for (i = 0; i < n; i++) {
		if (!bad)
			bad = replay_one(s, w, list[i]->d_name, err) < 0;
		free(list[i]);
	}
	free(list);
	if (!bad && n > 0)
		log_info("spool{empty}: replayed texts=%d", n);
	return bad ? -1 : 0;
}

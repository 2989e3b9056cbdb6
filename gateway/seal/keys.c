/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keys.c: key files. A new file is written under another name, synced and linked into place, so
 * that a crash in the middle leaves either no key or a whole one.
 */
#include "seal/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/proc.h"

int seal_init(struct err *err)
{
	return sodium_init() < 0 ? err_set(err, "libsodium does not start") : 0;
}

static int path_of(char out[PATH_MAX], const struct conf *conf, const char *role, const char *file,
	struct err *err)
{
	if (snprintf(out, PATH_MAX, "%s/keys/%s/%s", conf->state, role, file) >= PATH_MAX)
		return err_set(err, "state directory path is too long");
	return 0;
}

static int sync_folder_of(const char *path, struct err *err)
{
	char dir[PATH_MAX];
	int fd, bad;

	snprintf(dir, sizeof(dir), "%s", path);
	*strrchr(dir, '/') = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_sys(err, "%s", dir);
	bad = fsync(fd);
	close(fd);
	return bad ? err_sys(err, "cannot sync %s", dir) : 0;
}

/* Writes a file that must not exist yet; an existing one is left and is no error. */
static int write_new(const char *path, const void *data, size_t len, mode_t mode, struct err *err)
{
	char temp[PATH_MAX + 8];
	int fd, bad = 0;

	snprintf(temp, sizeof(temp), "%s.new", path);
	unlink(temp);
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return err_sys(err, "cannot make %s", temp);
	if (fchmod(fd, mode) < 0 || write(fd, data, len) != (ssize_t)len || fsync(fd) < 0)
		bad = err_sys(err, "cannot write %s", temp);
	close(fd);
	if (!bad && link(temp, path) < 0 && errno != EEXIST)
		bad = err_sys(err, "cannot make %s", path);
	unlink(temp);
	return bad ? bad : sync_folder_of(path, err);
}

static int read_exact(const char *path, void *out, size_t len, struct err *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), bad = 0;

	if (fd < 0)
		return err_sys(err,
			"cannot read key %s (hotlined makes the keys at its first start)", path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size != (off_t)len ||
		read(fd, out, len) != (ssize_t)len)
		bad = err_set(err, "key %s is damaged: it must be a file of %zu octets", path, len);
	close(fd);
	return bad;
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

static int make_folder(const struct conf *conf, const char *role, struct err *err)
{
	char path[PATH_MAX];

	if (path_of(path, conf, role, "", err) < 0)
		return -1;
	path[strlen(path) - 1] = '\0';
	return proc_mkdir(path, err);
}

static int make_pair(const struct conf *conf, const char *role, struct err *err)
{
	char secret_path[PATH_MAX], public_path[PATH_MAX], name[CONF_NAME_MAX + 16];
	uint8_t secret[SEAL_KEY_LEN], public[SEAL_KEY_LEN];
	int bad = 0;

	snprintf(name, sizeof(name), "%s.pub", role);
	if (path_of(secret_path, conf, role, "box.key", err) < 0 ||
		path_of(public_path, conf, "pub", name, err) < 0)
		return -1;
	if (exists(secret_path)) {
		bad = read_exact(secret_path, secret, sizeof(secret), err);
		crypto_scalarmult_base(public, secret);
	} else {
		crypto_box_keypair(public, secret);
		bad = write_new(secret_path, secret, sizeof(secret), 0600, err);
	}
	sodium_memzero(secret, sizeof(secret));
	return bad ? bad : write_new(public_path, public, sizeof(public), 0644, err);
}

static int make_password(const struct conf *conf, const char *role, struct err *err)
{
	char path[PATH_MAX], hex[SEAL_PASSWORD_LEN + 1];
	uint8_t raw[SEAL_PASSWORD_LEN / 2];
	int bad;

	if (path_of(path, conf, role, "redis.pw", err) < 0)
		return -1;
	if (exists(path))
		return 0;
	randombytes_buf(raw, sizeof(raw));
	sodium_bin2hex(hex, sizeof(hex), raw, sizeof(raw));
	bad = write_new(path, hex, SEAL_PASSWORD_LEN, 0600, err);
	sodium_memzero(hex, sizeof(hex));
	return bad;
}

static int make_key(const struct conf *conf, const char *role, const char *file, const uint8_t *key,
	struct err *err)
{
	char path[PATH_MAX];

	if (path_of(path, conf, role, file, err) < 0)
		return -1;
	return exists(path) ? 0 : write_new(path, key, SEAL_KEY_LEN, 0600, err);
}

/* Every modem needs the same intake key: a new modem gets a copy of hotlined's. */
static int intake_key(const struct conf *conf, uint8_t key[SEAL_KEY_LEN], struct err *err)
{
	char path[PATH_MAX];

	randombytes_buf(key, SEAL_KEY_LEN);
	if (make_key(conf, "hotlined", "intake.key", key, err) < 0 ||
		path_of(path, conf, "hotlined", "intake.key", err) < 0)
		return -1;
	return read_exact(path, key, SEAL_KEY_LEN, err);
}

static int make_modem(
	const struct conf *conf, const char *name, const uint8_t *intake, struct err *err)
{
	char role[CONF_NAME_MAX + 8];

	snprintf(role, sizeof(role), "modem-%s", name);
	if (make_folder(conf, role, err) < 0 || make_pair(conf, role, err) < 0 ||
		make_password(conf, role, err) < 0)
		return -1;
	return make_key(conf, role, "intake.key", intake, err);
}

int keys_create(const struct conf *conf, struct err *err)
{
	static const char *const roles[] = {"core", "ctl", "hotlined", "pub"};
	uint8_t key[SEAL_KEY_LEN];
	size_t i;
	int m, bad = 0;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		if (make_folder(conf, roles[i], err) < 0)
			return -1;
		if (strcmp(roles[i], "pub") != 0 && make_password(conf, roles[i], err) < 0)
			return -1;
	}
	randombytes_buf(key, sizeof(key));
	if (make_pair(conf, "core", err) < 0 || make_key(conf, "core", "sym.key", key, err) < 0 ||
		intake_key(conf, key, err) < 0)
		bad = -1;
	for (m = 0; m < conf->n_modems && !bad; m++)
		bad = make_modem(conf, conf->modems[m].name, key, err);
	sodium_memzero(key, sizeof(key));
	return bad;
}

static uint8_t *guarded(void)
{
	uint8_t *p = sodium_malloc(SEAL_KEY_LEN);

	if (p == NULL) {
		fputs("<2>no locked memory for a key: raise the limit on locked memory\n", stderr);
		abort();
	}
	return p;
}

uint8_t *key_load(const struct conf *conf, const char *role, const char *file, struct err *err)
{
	char path[PATH_MAX];
	uint8_t *key;

	if (path_of(path, conf, role, file, err) < 0)
		return NULL;
	key = guarded();
	if (read_exact(path, key, SEAL_KEY_LEN, err) < 0) {
		sodium_free(key);
		return NULL;
	}
	sodium_mprotect_readonly(key);
	return key;
}

uint8_t *key_derive(const uint8_t *master, enum seal_purpose purpose)
{
	uint8_t *key = guarded();

	crypto_kdf_derive_from_key(key, SEAL_KEY_LEN, (uint64_t)purpose, "hotline_", master);
	sodium_mprotect_readonly(key);
	return key;
}

void key_free(uint8_t *key)
{
	sodium_free(key);
}

int key_public_load(struct key_pair *p, const struct conf *conf, const char *role, struct err *err)
{
	char path[PATH_MAX], name[CONF_NAME_MAX + 16];

	memset(p, 0, sizeof(*p));
	snprintf(name, sizeof(name), "%s.pub", role);
	if (path_of(path, conf, "pub", name, err) < 0)
		return -1;
	return read_exact(path, p->public, sizeof(p->public), err);
}

int key_pair_load(struct key_pair *p, const struct conf *conf, const char *role, struct err *err)
{
	memset(p, 0, sizeof(*p));
	p->secret = key_load(conf, role, "box.key", err);
	if (p->secret == NULL)
		return -1;
	crypto_scalarmult_base(p->public, p->secret);
	return 0;
}

void key_pair_free(struct key_pair *p)
{
	sodium_free(p->secret);
	p->secret = NULL;
}

int key_password(
	char out[SEAL_PASSWORD_LEN + 1], const struct conf *conf, const char *role, struct err *err)
{
	char path[PATH_MAX];

	if (path_of(path, conf, role, "redis.pw", err) < 0)
		return -1;
	out[SEAL_PASSWORD_LEN] = '\0';
	return read_exact(path, out, SEAL_PASSWORD_LEN, err);
}

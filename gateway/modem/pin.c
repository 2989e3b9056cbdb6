/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pin.c: asks what the SIM wants, and enters what the file has. */
#include "modem/pin.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "seal/box.h"

static void mark_path(char out[PATH_MAX], const struct conf *conf, const struct conf_modem *modem)
{
	snprintf(out, PATH_MAX, "%.4000s/spool/%s/pin-refused", conf->state, modem->name);
}

static int read_line(const char *path, char *out, size_t room)
{
	FILE *f = fopen(path, "re");

	if (f == NULL)
		return -1;
	if (fgets(out, (int)room, f) == NULL)
		*out = '\0';
	fclose(f);
	out[strcspn(out, "\r\n")] = '\0';
	return 0;
}

static void write_mark(const char *path, const char *hash)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, hash, strlen(hash)) < 0 || fsync(fd) < 0)
		log_err("modem{pin}: cannot remember that it was refused: %m");
	if (fd >= 0)
		close(fd);
}

static int enter(GSM_StateMachine *sm, const struct conf *conf, const struct conf_modem *modem,
	struct err *err)
{
	static const uint8_t key[SEAL_KEY_LEN] = "hotline: mark of a refused PIN";
	char path[PATH_MAX], before[SEAL_HASH_LEN + 2] = "", now[SEAL_HASH_LEN + 1];
	GSM_SecurityCode code = {.Type = SEC_Pin};
	GSM_Error e;

	if (read_line(modem->pin_file, code.Code, 9) < 0)
		return err_sys(err, "cannot read the PIN from %s", modem->pin_file);
	seal_hash(now, key, code.Code, strlen(code.Code));
	mark_path(path, conf, modem);
	if (read_line(path, before, sizeof(before)) == 0 && strcmp(before, now) == 0)
		return err_set(err,
			"the PIN in %s was refused before and is not tried again; correct it, or "
			"remove %s",
			modem->pin_file, path);
	e = GSM_EnterSecurityCode(sm, &code);
	explicit_bzero(&code, sizeof(code));
	if (e == ERR_NONE)
		return 0;
	write_mark(path, now);
	return err_set(err, "the SIM refused the PIN in %s; correct it before the SIM locks",
		modem->pin_file);
}

int pin_enter(GSM_StateMachine *sm, const struct conf *conf, const struct conf_modem *modem,
	struct err *err)
{
	GSM_SecurityCodeType wants = SEC_None;
	GSM_Error e = GSM_GetSecurityStatus(sm, &wants);

	if (e == ERR_TIMEOUT || e == ERR_UNKNOWNRESPONSE)
		return err_set(err, "the modem does not say whether it wants a PIN");
	if (e != ERR_NONE || wants == SEC_None)
		return 0;
	if (wants != SEC_Pin)
		return err_set(err, "the SIM wants a PUK or another code than the PIN; unlock it "
				    "in a phone");
	if (*modem->pin_file == '\0')
		return err_set(err, "the SIM wants a PIN; name a file with pin_file");
	return enter(sm, conf, modem, err);
}

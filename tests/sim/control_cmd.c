/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * control_cmd.c: the commands of the control socket, one table.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "sim/alphabet.h"
#include "sim/at.h"
#include "sim/call.h"
#include "sim/control.h"
#include "sim/network.h"
#include "sim/phone.h"
#include "sim/tpdu.h"
#include "sim/ussd.h"

struct command {
	const char *name, *usage;
	int (*run)(struct reply *r, char *args);
};

static const struct command commands[];

/* --- words ----------------------------------------------------------------------------------- */

/* The next word, or NULL at the end; `*rest` goes behind it. */
static char *word(char **rest)
{
	char *w;

	if (*rest == NULL)
		return NULL;
	*rest += strspn(*rest, " ");
	w = strsep(rest, " ");
	return *w == '\0' ? NULL : w;
}

/* A number word from 0 to `max`; `otherwise` when there is none, -1 when it is another thing. */
static long number(const char *w, long max, long otherwise)
{
	char *end;
	long n;

	if (w == NULL)
		return otherwise;
	n = strtol(w, &end, 0);
	return end == w || *end != '\0' || n < 0 || n > max ? -1 : n;
}

static int usage(struct reply *r, const char *name)
{
	const struct command *c = commands;

	while (strcmp(c->name, name) != 0)
		c++;
	return err_set(&r->err, "usage: %s %s", c->name, c->usage);
}

static struct modem *modem_word(struct reply *r, char **rest)
{
	const char *w = word(rest);
	struct modem *m = w ? net_find(r->net, w) : NULL;

	if (m == NULL)
		err_set(&r->err, "%s: no modem of this name or number", w ? w : "(nothing)");
	return m;
}

static void add_line(void *arg, const char *text)
{
	struct reply *r = arg;

	buf_printf(&r->lines, "- %s\n", text);
}

/* The rest of the line with its escapes undone; NULL with an error. */
static char *text_of(struct reply *r, char *rest)
{
	if (rest == NULL)
		rest = strdup("");
	else
		rest = strdup(rest);
	if (feed_unescape(rest) == 0)
		return rest;
	free(rest);
	err_set(&r->err, "a backslash stands before n, r, t, \\ or xHH");
	return NULL;
}

/* --- texts ----------------------------------------------------------------------------------- */

static int cmd_text(struct reply *r, char *args)
{
	const char *from = word(&args);
	struct phone *p = from ? phone_get(r->net, from) : NULL;
	struct modem *m;
	char *text;
	int parts;

	if (from == NULL)
		return usage(r, "text");
	if (p == NULL)
		return err_set(
			&r->err, "%s: no number and no sender's name of 1-11 characters", from);
	m = modem_word(r, &args);
	if (m == NULL)
		return -1;
	text = text_of(r, args);
	if (text == NULL)
		return -1;
	parts = phone_text(p, m, text, &r->err);
	free(text);
	if (parts < 0)
		return -1;
	buf_printf(&r->ok, "parts=%d", parts);
	return 0;
}

static int cmd_pdu(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	const char *hex = word(&args);
	uint8_t tpdu[TPDU_MAX];
	int len;

	if (m == NULL)
		return -1;
	if (hex == NULL)
		return usage(r, "pdu");
	len = hex_decode(tpdu, sizeof(tpdu), hex, strlen(hex));
	if (len < 0)
		return err_set(&r->err, "not the hex digits of up to %d octets", TPDU_MAX);
	buf_printf(&r->ok, "id=%u", net_deliver(m, tpdu, (size_t)len));
	return 0;
}

/* The fields of `deliver`. */
struct draft {
	struct tpdu_deliver d;
	bool has_dcs, raw;
	uint8_t udh[TPDU_UD_MAX], ud[TPDU_UD_MAX];
	size_t udh_len, ud_len;
	long udl;
};

static int draft_hex(uint8_t *out, size_t *len, const char *value)
{
	int n = hex_decode(out, TPDU_UD_MAX, value, strlen(value));

	*len = n < 0 ? 0 : (size_t)n;
	return n < 0 ? -1 : 0;
}

static int draft_key(struct reply *r, struct draft *d, const char *key, const char *value)
{
	long n = number(value, 255, -1);

	if (strcmp(key, "from") == 0 && phone_get(r->net, value) != NULL) {
		snprintf(d->d.from, sizeof(d->d.from), "%s", value);
	} else if (strcmp(key, "pid") == 0 && n >= 0) {
		d->d.pid = (uint8_t)n;
	} else if (strcmp(key, "dcs") == 0 && n >= 0) {
		d->d.ud.dcs = (uint8_t)n;
		d->has_dcs = true;
	} else if (strcmp(key, "udl") == 0 && n >= 0) {
		d->udl = n;
	} else if (strcmp(key, "scts") == 0 && strtoll(value, NULL, 10) > 0) {
		d->d.scts = (time_t)strtoll(value, NULL, 10);
	} else if (strcmp(key, "udh") == 0 && draft_hex(d->udh, &d->udh_len, value) == 0) {
		;
	} else if (strcmp(key, "ud") == 0 && draft_hex(d->ud, &d->ud_len, value) == 0) {
		d->raw = true;
	} else {
		return err_set(
			&r->err, "%s=%s: not understood; see modem-sim(1), deliver", key, value);
	}
	return 0;
}

/* Codes the text by the alphabet that fits, or by UCS-2 when the DCS says so. */
static int draft_text(struct reply *r, struct draft *d, const char *text)
{
	uint8_t dcs = d->d.ud.dcs;
	struct buf units = BUF_INIT;
	bool gsm7 = (!d->has_dcs || (dcs & 0x0c) == 0) && gsm7_from_utf8(&units, text) == 0;
	int rc;

	if (gsm7)
		rc = tpdu_ud_gsm7(&d->d.ud, d->udh, d->udh_len, (uint8_t *)units.data, units.len);
	else if (ucs2_from_utf8(&units, text) == 0)
		rc = tpdu_ud_octets(
			&d->d.ud, 0x08, d->udh, d->udh_len, (uint8_t *)units.data, units.len);
	else
		rc = err_set(&r->err, "the text is not valid UTF-8");
	buf_free(&units);
	if (rc < 0)
		return err_set(&r->err, "the text does not fit one part; use `text` for long ones");
	if (d->has_dcs)
		d->d.ud.dcs = dcs;
	return 0;
}

static int draft_body(struct reply *r, struct draft *d, char *rest)
{
	char *text;
	int rc;

	if (d->raw) {
		uint8_t dcs = d->d.ud.dcs;

		if (tpdu_ud_octets(&d->d.ud, dcs, d->udh, d->udh_len, d->ud, d->ud_len) < 0)
			return err_set(
				&r->err, "udh and ud together exceed %d octets", TPDU_UD_MAX);
	} else {
		text = text_of(r, rest);
		if (text == NULL)
			return -1;
		rc = draft_text(r, d, text);
		free(text);
		if (rc < 0)
			return -1;
	}
	if (d->udl >= 0)
		d->d.ud.udl = (uint8_t)d->udl;
	return 0;
}

static int cmd_deliver(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	struct draft d = {.d = {.from = "+85512000001", .scts = time(NULL)}, .udl = -1};
	uint8_t tpdu[TPDU_MAX];

	if (m == NULL)
		return -1;
	while (args != NULL && strncmp(args, "text=", 5) != 0) {
		char *key = word(&args), *value = key ? strchr(key, '=') : NULL;

		if (key == NULL)
			break;
		if (value == NULL)
			return usage(r, "deliver");
		*value++ = '\0';
		if (draft_key(r, &d, key, value) < 0)
			return -1;
	}
	if (draft_body(r, &d, args && *args ? args + 5 : NULL) < 0)
		return -1;
	buf_printf(&r->ok, "id=%u", net_deliver(m, tpdu, tpdu_put_deliver(tpdu, &d.d)));
	return 0;
}

static int cmd_phone(struct reply *r, char *args)
{
	const char *who = word(&args), *verb = word(&args), *opts = word(&args);
	struct phone *p = who ? phone_get(r->net, who) : NULL;

	if (verb == NULL || strcmp(verb, "set") != 0 || opts == NULL)
		return usage(r, "phone");
	if (p == NULL)
		return err_set(&r->err, "%s: no number and no sender's name", who);
	return phone_set(p, opts, &r->err);
}

/* --- calls and USSD -------------------------------------------------------------------------- */

static int cmd_ring(struct reply *r, char *args)
{
	const char *from = word(&args);
	struct modem *m = modem_word(r, &args);
	long rings = number(word(&args), 100, 1), gap_ms = number(word(&args), 60000, 1000);

	if (m == NULL)
		return -1;
	if (rings < 1 || gap_ms < 1 || strpbrk(from, "\"") || strlen(from) >= TPDU_NUMBER_MAX)
		return usage(r, "ring");
	return call_ring(m, from, (unsigned)rings, (unsigned)gap_ms, &r->err);
}

static int cmd_hangup(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);

	if (m == NULL)
		return -1;
	return call_hang_up(m) < 0 ? err_set(&r->err, "%s has no call", m->name) : 0;
}

static int cmd_ussd(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	const char *verb = word(&args), *path = "";
	bool push = verb != NULL && strcmp(verb, "push") == 0;
	long status;
	char *text;

	if (m == NULL)
		return -1;
	if (verb != NULL && strcmp(verb, "end") == 0) {
		ussd_end(m);
		return 0;
	}
	if (verb != NULL && strcmp(verb, "clear") == 0) {
		ussd_clear(m);
		return 0;
	}
	if (!push && (verb == NULL || strcmp(verb, "answer") != 0 || !(path = word(&args))))
		return usage(r, "ussd");
	status = number(word(&args), 5, -1);
	if (status < 0)
		return usage(r, "ussd");
	text = text_of(r, args);
	if (text == NULL)
		return -1;
	if (push)
		ussd_push(m, (unsigned)status, text);
	else
		ussd_script(m, path, (unsigned)status, text);
	free(text);
	return 0;
}

/* --- modems ---------------------------------------------------------------------------------- */

static int cmd_fault(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	char *name;

	if (m == NULL)
		return -1;
	if (args == NULL || *args == '\0')
		return usage(r, "fault");
	if (strcmp(args, "list") == 0) {
		fault_show(m, add_line, r);
		return 0;
	}
	if (strncmp(args, "clear", 5) == 0 && (args[5] == '\0' || args[5] == ' ')) {
		args += 5;
		name = word(&args);
		if (fault_clear(m, name) < 0)
			return err_set(&r->err, "%s: no such fault", name);
		return 0;
	}
	return fault_arm(m, args, &r->err);
}

static int sim_list(struct reply *r, struct modem *m, struct store *s)
{
	char hex[2 * STORE_PDU_MAX + 1];
	struct slot *slot;
	unsigned i;

	for (i = 0; i < STORE_SLOTS_MAX; i++) {
		slot = store_get(s, i);
		if (slot == NULL)
			continue;
		hex_encode(hex, slot->pdu, slot->pdu_len);
		buf_printf(&r->lines, "- %s %u %d %u %s\n", store_name(s), i + m->conf.index_base,
			(int)slot->stat, slot->id, hex);
	}
	buf_printf(&r->ok, "used=%u size=%u", store_used(s), store_size(s));
	return 0;
}

static int sim_add(struct reply *r, struct modem *m, struct store *s, const char *hex)
{
	uint8_t pdu[STORE_PDU_MAX];
	int len = hex ? hex_decode(pdu, sizeof(pdu), hex, strlen(hex)) : -1, n;
	size_t smsc;

	if (len < 1)
		return usage(r, "sim");
	smsc = pdu[0] + 1U > (size_t)len ? (size_t)len : pdu[0] + 1U;
	n = at_sms_store(m, s, STORE_UNREAD, net_next_id(r->net), pdu, (size_t)len, smsc);
	if (n < 0)
		return err_set(&r->err, "%s is full", store_name(s));
	buf_printf(&r->ok, "index=%d", n);
	return 0;
}

static int cmd_sim(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	const char *verb = word(&args), *memory = word(&args), *what = word(&args);
	struct store *s = m ? modem_store(m, memory ? memory : "SM") : NULL;
	long n;
	unsigned i;

	if (m == NULL)
		return -1;
	if (s == NULL)
		return err_set(&r->err, "%s has no memory %s", m->name, memory ? memory : "SM");
	if (verb == NULL)
		return usage(r, "sim");
	if (strcmp(verb, "list") == 0)
		return sim_list(r, m, s);
	if (strcmp(verb, "add") == 0)
		return sim_add(r, m, s, what);
	if (strcmp(verb, "clear") == 0) {
		for (i = 0; i < STORE_SLOTS_MAX; i++)
			at_sms_delete(m, s, i);
		return 0;
	}
	n = number(what, STORE_SLOTS_MAX, -1) - (long)m->conf.index_base;
	if (strcmp(verb, "delete") != 0)
		return usage(r, "sim");
	if (n < 0 || at_sms_delete(m, s, (unsigned)n) != AT_OK)
		return err_set(&r->err, "%s has nothing there", store_name(s));
	return 0;
}

static int cmd_modem(struct reply *r, char *args)
{
	char *name = word(&args), *verb = word(&args);
	struct modem *m = name ? net_find(r->net, name) : NULL;

	if (name == NULL || verb == NULL)
		return usage(r, "modem");
	if (strcmp(verb, "add") == 0)
		return modem_new(r->net, r->dir, name, args, &r->err) ? 0 : -1;
	if (m == NULL)
		return err_set(&r->err, "%s: no modem of this name or number", name);
	if (strcmp(verb, "show") == 0) {
		modem_show(m, add_line, r);
		return 0;
	}
	if (strcmp(verb, "set") != 0 || args == NULL)
		return usage(r, "modem");
	return modem_set(m, args, &r->err);
}

static int cmd_plug(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);

	if (m == NULL || modem_plug(m, &r->err) < 0)
		return -1;
	buf_printf(&r->ok, "tty=%s", port_tty(m->port));
	return 0;
}

static int cmd_unplug(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);
	const char *w = word(&args);
	long back_ms = number(w, 3600000, 0);

	if (m == NULL)
		return -1;
	if (back_ms < 0)
		return usage(r, "unplug");
	modem_unplug(m, w ? (int)back_ms : -1);
	return 0;
}

static int cmd_reset(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);

	if (m == NULL)
		return -1;
	modem_reset(m);
	return 0;
}

static int cmd_thaw(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);

	if (m == NULL)
		return -1;
	modem_thaw(m);
	return 0;
}

static int cmd_flush(struct reply *r, char *args)
{
	struct modem *m = modem_word(r, &args);

	if (m == NULL)
		return -1;
	buf_printf(&r->ok, "texts=%u", net_line_flush(m));
	return 0;
}

/* --- looking --------------------------------------------------------------------------------- */

static unsigned count_received(struct modem *m)
{
	struct store *const stores[] = {m->sm, m->me};
	unsigned i, n, count = 0;

	for (i = 0; i < 2; i++)
		for (n = 0; n < STORE_SLOTS_MAX; n++)
			if (store_get(stores[i], n) && store_get(stores[i], n)->stat <= STORE_READ)
				count++;
	return count;
}

static int stat_one(struct reply *r, struct modem *m)
{
	struct net_figures f = net_line_figures(m);
	const char *tty = port_tty(m->port);

	buf_printf(&r->ok,
		"queued=%u stored=%u size=%u sending=%d receiving=%d registered=%d frozen=%d "
		"submitted=%lu refused=%lu delivered=%lu full=%lu send_air_us=%lld "
		"receive_air_us=%lld tty=%s",
		f.queued, count_received(m), m->conf.size, f.sending, f.receiving,
		net_registered(m), m->frozen != MODEM_RUNS, f.submitted, f.refused, f.delivered,
		f.full, (long long)f.send_air_us, (long long)f.receive_air_us, tty ? tty : "-");
	return 0;
}

static int cmd_stat(struct reply *r, char *args)
{
	unsigned queued = 0, stored = 0, busy = 0;
	unsigned long submitted = 0, delivered = 0;
	struct modem *m;

	if (args != NULL && *args != '\0') {
		m = modem_word(r, &args);
		return m ? stat_one(r, m) : -1;
	}
	TAILQ_FOREACH(m, &r->net->modems, entry)
	{
		struct net_figures f = net_line_figures(m);

		queued += f.queued;
		stored += count_received(m);
		busy += f.sending || f.receiving || at_busy(m) || call_active(m);
		submitted += f.submitted;
		delivered += f.delivered;
	}
	buf_printf(&r->ok,
		"queued=%u stored=%u busy=%u quiet_us=%lld submitted=%lu delivered=%lu now_us=%lld",
		queued, stored, busy, (long long)feed_quiet_us(r->net->feed), submitted, delivered,
		(long long)feed_now_us());
	return 0;
}

static int cmd_modems(struct reply *r, char *args)
{
	const struct modem *m;

	(void)args;
	TAILQ_FOREACH(m, &r->net->modems, entry)
	buf_printf(&r->lines, "- %s %s %s\n", m->name, m->conf.msisdn[0] ? m->conf.msisdn : "-",
		port_tty(m->port) ? port_tty(m->port) : "-");
	return 0;
}

static int cmd_subscribe(struct reply *r, char *args)
{
	struct buf kinds = BUF_INIT;
	char *w;

	buf_putc(&kinds, ' ');
	while ((w = word(&args)) != NULL)
		buf_printf(&kinds, "%s ", w);
	free(*r->subscribe);
	*r->subscribe = buf_take(&kinds, NULL);
	return 0;
}

static int cmd_help(struct reply *r, char *args)
{
	const struct command *c;

	(void)args;
	for (c = commands; c->name != NULL; c++)
		buf_printf(&r->lines, "- %s %s\n", c->name, c->usage);
	return 0;
}

static const struct command commands[] = {
	{"text", "FROM MODEM TEXT", cmd_text},
	{"pdu", "MODEM HEX", cmd_pdu},
	{"deliver", "MODEM [from=|dcs=|pid=|udh=HEX|ud=HEX|udl=|scts=]... [text=TEXT]",
		cmd_deliver},
	{"phone", "NUMBER set ref=8|16,status=N,encoding=auto|gsm7|ucs2", cmd_phone},
	{"ring", "FROM|- MODEM [RINGS [GAP_MS]]", cmd_ring},
	{"hangup", "MODEM", cmd_hangup},
	{"ussd", "MODEM answer PATH STATUS TEXT | push STATUS TEXT | end | clear", cmd_ussd},
	{"fault", "MODEM KIND [key=value]... | list | clear [KIND]", cmd_fault},
	{"sim", "MODEM list|clear [MEM] | add MEM HEX | delete MEM INDEX", cmd_sim},
	{"modem", "NAME set k=v,... | show | add [k=v,...]", cmd_modem},
	{"modems", "", cmd_modems},
	{"plug", "MODEM", cmd_plug},
	{"unplug", "MODEM [BACK_MS]", cmd_unplug},
	{"reset", "MODEM", cmd_reset},
	{"thaw", "MODEM", cmd_thaw},
	{"flush", "MODEM", cmd_flush},
	{"stat", "[MODEM]", cmd_stat},
	{"subscribe", "[KIND]...", cmd_subscribe},
	{"help", "", cmd_help},
	{NULL, NULL, NULL},
};

int control_run(struct reply *r, char *line)
{
	const struct command *c;
	char *name = word(&line);

	if (name == NULL)
		return err_set(&r->err, "an empty line; `help` lists the commands");
	for (c = commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c->run(r, line);
	return err_set(&r->err, "%.40s: no such command; `help` lists them", name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_sms.c: message storage and new messages (3GPP 27.005 §3 and §4, PDU mode).
 *
 * Text mode can be set and shows what is stored, since a client that falls into it by mistake must
 * see what a real modem would show; it cannot send.
 */
#include "sim/at_sms.h"

#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "sim/network.h"
#include "sim/tpdu.h"

enum { ACK_S = 15 };

static void hex_of(char *out, const uint8_t *data, size_t len)
{
	hex_encode(out, data, len);
	for (; *out != '\0'; out++)
		if (*out >= 'a')
			*out = (char)(*out - 'a' + 'A');
}

/* --- settings -------------------------------------------------------------------------------- */

static int cmgf(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);

	if (form == AT_READ)
		at_info(m, "+CMGF: %u", at_settings(m)->cmgf);
	else if (form == AT_TEST)
		at_info(m, "+CMGF: (0,1)");
	else if (n < 0 || n > 1)
		return AT_CMS(305);
	else
		at_settings(m)->cmgf = (unsigned)n;
	return AT_OK;
}

static int csms(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);

	if (form == AT_READ) {
		at_info(m, "+CSMS: %u,1,1,1", at_settings(m)->csms);
	} else if (form == AT_TEST) {
		at_info(m, "+CSMS: (0,1)");
	} else {
		if (n < 0 || n > 1)
			return AT_CMS(302);
		at_settings(m)->csms = (unsigned)n;
		at_info(m, "+CSMS: 1,1,1");
	}
	return AT_OK;
}

static int csca(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);

	if (form == AT_READ) {
		at_info(m, "+CSCA: \"%s\",%d", m->conf.smsc, m->conf.smsc[0] == '+' ? 145 : 129);
	} else if (form == AT_SET) {
		const char *digits = a.n > 0 ? a.v[0] + (a.v[0][0] == '+') : "?";

		if (strlen(digits) > 20 || strspn(digits, "0123456789") != strlen(digits))
			return AT_CMS(304);
		snprintf(m->conf.smsc, sizeof(m->conf.smsc), "%s%s",
			at_number(&a, 1, 129) == 145 && a.v[0][0] != '+' ? "+" : "", a.v[0]);
	}
	return AT_OK;
}

static int csmp(struct modem *m, enum at_form form, char *args)
{
	(void)m;
	(void)args;
	return form == AT_SET || form == AT_TEST ? AT_OK : AT_ERROR;
}

static void cpms_test(struct modem *m)
{
	struct buf list = BUF_INIT;
	const char *p;
	bool sr = modem_store(m, "SR") != NULL;

	for (p = m->conf.memory; *p != '\0'; p += 2 + (p[2] == ' '))
		if (strncmp(p, "SR", 2) != 0)
			buf_printf(&list, "%s\"%.2s\"", list.len ? "," : "", p);
	at_info(m, "+CPMS: (%s%s),(%s),(%s)", list.data, sr ? ",\"SR\"" : "", list.data, list.data);
	buf_free(&list);
}

static int cpms(struct modem *m, enum at_form form, char *args)
{
	struct at_settings *set = at_settings(m);
	struct at_args a = at_split(args);
	struct store *s[3];
	unsigned i;

	if (form == AT_TEST) {
		cpms_test(m);
		return AT_OK;
	}
	for (i = 0; form == AT_SET && i < a.n; i++)
		if (i > 2 || modem_store(m, a.v[i]) == NULL || (i > 0 && strcmp(a.v[i], "SR") == 0))
			return AT_CMS(302);
	if (form == AT_SET && a.n == 0)
		return AT_CMS(302);
	for (i = 0; form == AT_SET && i < a.n; i++)
		snprintf(set->mem[i], sizeof(set->mem[i]), "%s", a.v[i]);
	for (i = 0; i < 3; i++)
		s[i] = modem_store(m, set->mem[i]);
	if (s[0] == NULL || s[1] == NULL || s[2] == NULL)
		return AT_CMS(300);
	if (form == AT_READ)
		at_info(m, "+CPMS: \"%s\",%u,%u,\"%s\",%u,%u,\"%s\",%u,%u", set->mem[0],
			store_used(s[0]), store_size(s[0]), set->mem[1], store_used(s[1]),
			store_size(s[1]), set->mem[2], store_used(s[2]), store_size(s[2]));
	else
		at_info(m, "+CPMS: %u,%u,%u,%u,%u,%u", store_used(s[0]), store_size(s[0]),
			store_used(s[1]), store_size(s[1]), store_used(s[2]), store_size(s[2]));
	if (form == AT_SET)
		net_line_kick(m);
	return AT_OK;
}

static int cnmi(struct modem *m, enum at_form form, char *args)
{
	static const unsigned limit[5] = {2, 3, 2, 2, 1};
	struct at_settings *set = at_settings(m);
	struct at_args a = at_split(args);
	unsigned i, wanted[5];

	if (form == AT_TEST) {
		at_info(m, "+CNMI: (0-2),(0-3),%s,(0-2),(0,1)", m->conf.cnmi3 ? "(0,2)" : "(0)");
		return AT_OK;
	}
	if (form == AT_READ) {
		at_info(m, "+CNMI: %u,%u,%u,%u,%u", set->cnmi[0], set->cnmi[1], set->cnmi[2],
			set->cnmi[3], set->cnmi[4]);
		return AT_OK;
	}
	for (i = 0; i < 5; i++) {
		long n = at_number(&a, i, form == AT_SET ? (long)set->cnmi[i] : 0);

		if (n < 0 || n > (long)limit[i] || (i == 2 && (n == 1 || (n && !m->conf.cnmi3))))
			return AT_CMS(302);
		wanted[i] = (unsigned)n;
	}
	memcpy(set->cnmi, wanted, sizeof(wanted));
	return AT_OK;
}

/* --- reading and deleting -------------------------------------------------------------------- */

static const char *const stat_words[] = {"REC UNREAD", "REC READ", "STO UNSENT", "STO SENT", "ALL"};

int at_slot(const struct modem *m, struct store *s, const struct at_args *a, unsigned i)
{
	long n = at_number(a, i, -1) - (long)m->conf.index_base;

	return n < 0 || n > STORE_SLOTS_MAX || store_get(s, (unsigned)n) == NULL ? -1 : (int)n;
}

/* A message in text mode: header and text, or nothing sensible for what is no DELIVER. */
static void show_text(struct modem *m, const char *head, const struct slot *s)
{
	struct tpdu_deliver d;
	struct buf text = BUF_INIT, shown = BUF_INIT;
	char when[AT_TIME_MAX];

	if (tpdu_get_deliver(&d, s->pdu + s->smsc_len, s->pdu_len - s->smsc_len, NULL) < 0) {
		at_info(m, "%s\"%s\",\"\",,\"\"\r\n", head, stat_words[s->stat]);
		return;
	}
	at_time(when, d.scts);
	buf_put(&text, "", 0);
	tpdu_ud_text(&d.ud, &text);
	buf_put(&shown, "", 0);
	at_to_charset(m, &shown, text.data);
	at_info(m, "%s\"%s\",\"%s\",,\"%s\"\r\n%s", head, stat_words[s->stat], d.from, when,
		shown.data);
	buf_free(&text);
	buf_free(&shown);
}

static void show(struct modem *m, const char *head, struct slot *s)
{
	char hex[2 * STORE_PDU_MAX + 1];

	if (at_settings(m)->cmgf == 1) {
		show_text(m, head, s);
	} else {
		hex_of(hex, s->pdu, s->pdu_len);
		at_info(m, "%s%d,,%zu\r\n%s", head, (int)s->stat, s->pdu_len - s->smsc_len, hex);
	}
	if (s->stat == STORE_UNREAD)
		s->stat = STORE_READ;
}

static int cmgl(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct store *s = modem_store(m, at_settings(m)->mem[0]);
	long want = at_number(&a, 0, STORE_UNREAD);
	unsigned n;

	if (form == AT_TEST) {
		at_info(m, "+CMGL: (0-4)");
		return AT_OK;
	}
	for (n = 0; at_settings(m)->cmgf == 1 && a.n > 0 && n <= STORE_ANY; n++)
		if (strcasecmp(a.v[0], stat_words[n]) == 0)
			want = n;
	if (form == AT_READ || want < 0 || want > STORE_ANY || s == NULL)
		return AT_CMS(302);
	for (n = 0; n < STORE_SLOTS_MAX; n++) {
		struct slot *slot = store_get(s, n);
		char head[32];

		if (slot == NULL || (want != STORE_ANY && slot->stat != (enum store_stat)want))
			continue;
		snprintf(head, sizeof(head), "+CMGL: %u,", n + m->conf.index_base);
		show(m, head, slot);
	}
	return AT_OK;
}

static int cmgr(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct store *s = modem_store(m, at_settings(m)->mem[0]);
	int n;

	if (form == AT_TEST)
		return AT_OK;
	n = form == AT_SET && s != NULL ? at_slot(m, s, &a, 0) : -1;
	if (n < 0)
		return AT_CMS(321);
	show(m, "+CMGR: ", store_get(s, (unsigned)n));
	return AT_OK;
}

/* <delflag> of 27.005 §3.5.4: the states it deletes. */
static bool flag_deletes(long flag, enum store_stat stat)
{
	switch (stat) {
	case STORE_READ:
		return flag >= 1;
	case STORE_SENT:
		return flag >= 2;
	case STORE_UNSENT:
		return flag >= 3;
	default:
		return flag >= 4;
	}
}

static int cmgd(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct store *s = modem_store(m, at_settings(m)->mem[0]);
	long flag = at_number(&a, 1, 0);
	unsigned i;
	int n;

	if (form == AT_TEST) {
		at_info(m, "+CMGD: (%u-%u),(0-4)", m->conf.index_base,
			m->conf.index_base + (s ? store_size(s) : 1) - 1);
		return AT_OK;
	}
	if (form != AT_SET || s == NULL || flag < 0 || flag > 4)
		return AT_CMS(302);
	if (flag == 0) {
		n = at_slot(m, s, &a, 0);
		return n < 0 ? AT_CMS(321) : at_sms_delete(m, s, (unsigned)n);
	}
	for (i = 0; i < STORE_SLOTS_MAX; i++)
		if (store_get(s, i) != NULL && flag_deletes(flag, store_get(s, i)->stat))
			at_sms_delete(m, s, i);
	return AT_OK;
}

int at_sms_delete(struct modem *m, struct store *s, unsigned slot)
{
	struct slot *gone = store_get(s, slot);

	if (gone == NULL)
		return AT_CMS(321);
	feed_emit(m->net->feed, "deleted", "%s %s %u %u", m->name, store_name(s),
		slot + m->conf.index_base, gone->id);
	store_delete(s, slot);
	net_line_kick(m);
	return AT_OK;
}

/* --- arrival --------------------------------------------------------------------------------- */

int at_sms_store(struct modem *m, struct store *s, enum store_stat stat, unsigned id,
	const uint8_t *pdu, size_t len, size_t smsc_len)
{
	char hex[2 * STORE_PDU_MAX + 1];
	int n = store_add(s, stat, id, pdu, len, smsc_len);

	if (n < 0)
		return -1;
	hex_of(hex, pdu, len);
	n += (int)m->conf.index_base;
	feed_emit(m->net->feed, "stored", "%s %s %d %u %s", m->name, store_name(s), n, id, hex);
	return n;
}

/* The PDU with the service centre's address before it, as every AT answer shows it. */
static struct slot with_smsc(const struct modem *m, unsigned id, const uint8_t *tpdu, size_t len)
{
	struct slot s = {.id = id};

	if (m->conf.smsc[0] != '\0')
		s.smsc_len = tpdu_put_smsc(s.pdu, m->conf.smsc);
	else
		s.smsc_len = 1; /* a length of none */
	memcpy(s.pdu + s.smsc_len, tpdu, len);
	s.pdu_len = s.smsc_len + len;
	return s;
}

static void hand_over(struct modem *m, const char *urc, const struct slot *s)
{
	char hex[2 * STORE_PDU_MAX + 1];
	struct timeval tv = {ACK_S, 0};

	hex_of(hex, s->pdu, s->pdu_len);
	feed_emit(m->net->feed, "direct", "%s %s %u %s", m->name, urc, s->id, hex);
	if (at_settings(m)->csms == 1) {
		m->sms->unacked = *s;
		event_add(m->sms->ack_timer, &tv);
	}
	at_urc(m, "+%s: %s%zu\r\n%s", urc, strcmp(urc, "CMT") == 0 ? "," : "",
		s->pdu_len - s->smsc_len, hex);
}

static enum at_sms store_and_tell(
	struct modem *m, const struct slot *s, const char *memory, const char *urc)
{
	struct store *to = modem_store(m, memory);
	int n;

	if (to == NULL)
		return AT_SMS_FULL;
	n = at_sms_store(m, to, STORE_UNREAD, s->id, s->pdu, s->pdu_len, s->smsc_len);
	if (n < 0)
		return AT_SMS_FULL;
	if (urc != NULL)
		at_urc(m, "+%s: \"%s\",%d", urc, memory, n);
	return AT_SMS_TAKEN;
}

static enum at_sms report_arrives(struct modem *m, const struct slot *s)
{
	unsigned ds = at_settings(m)->cnmi[3];

	if (ds == 1)
		hand_over(m, "CDS", s);
	else if (ds != 2 || store_and_tell(m, s, "SR", "CDSI") != AT_SMS_TAKEN)
		feed_emit(m->net->feed, "dropped", "%s %u", m->name, s->id);
	return AT_SMS_TAKEN;
}

enum at_sms at_sms_arrive(struct modem *m, unsigned id, const uint8_t *tpdu, size_t len)
{
	const struct at_settings *set = at_settings(m);
	struct slot s = with_smsc(m, id, tpdu, len);
	unsigned mt = set->cnmi[0] > 0 ? set->cnmi[1] : 0;
	struct tpdu_deliver d;
	int message_class = -1;

	if (event_pending(m->sms->ack_timer, EV_TIMEOUT, NULL))
		return AT_SMS_LATER;
	if (len > 0 && (tpdu[0] & 3) == 2)
		return report_arrives(m, &s);
	if (tpdu_get_deliver(&d, tpdu, len, NULL) == 0 &&
		((d.ud.dcs & 0xd0) == 0x10 || (d.ud.dcs & 0xf0) == 0xf0))
		message_class = d.ud.dcs & 3;
	if ((mt == 2 && message_class != 2) || (mt == 3 && message_class == 3)) {
		hand_over(m, "CMT", &s);
		return AT_SMS_TAKEN;
	}
	return store_and_tell(m, &s, set->mem[2], mt > 0 ? "CMTI" : NULL);
}

/* Nobody acknowledged: the standard turns direct delivery off, and the network tries again. */
static void on_no_ack(evutil_socket_t fd, short what, void *arg)
{
	struct sms *sms = arg;
	struct slot s = sms->unacked;

	(void)fd;
	(void)what;
	at_settings(sms->m)->cnmi[1] = at_settings(sms->m)->cnmi[3] = 0;
	net_deliver(sms->m, s.pdu + s.smsc_len, s.pdu_len - s.smsc_len);
	net_line_kick(sms->m);
}

static int cnma(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, 0);

	if (form == AT_TEST) {
		at_info(m, "+CNMA: (0-2)");
		return AT_OK;
	}
	if (!event_pending(m->sms->ack_timer, EV_TIMEOUT, NULL))
		return AT_CMS(340); /* no +CNMA acknowledgement expected */
	event_del(m->sms->ack_timer);
	feed_emit(m->net->feed, "acknowledged", "%s %u %ld", m->name, m->sms->unacked.id, n);
	if (n == 2)
		on_no_ack(-1, 0, m->sms);
	net_line_kick(m);
	return AT_OK;
}

struct sms *sms_new(struct modem *m)
{
	struct sms *s = xcalloc(1, sizeof(*s));

	s->m = m;
	s->ack_timer = evtimer_new(m->net->base, on_no_ack, s);
	return s;
}

void sms_free(struct sms *s)
{
	event_free(s->ack_timer);
	free(s);
}

const struct at_command at_sms_commands[] = {
	{"+CMGF", AT_SIM_SMS, cmgf},
	{"+CSMS", AT_SIM_SMS, csms},
	{"+CSCA", AT_SIM_SMS, csca},
	{"+CSMP", AT_SIM_SMS, csmp},
	{"+CSDH", AT_SIM_SMS, csmp},
	{"+CSCB", AT_SIM_SMS, csmp},
	{"+CPMS", AT_SIM_SMS, cpms},
	{"+CNMI", AT_SIM_SMS, cnmi},
	{"+CNMA", AT_SIM_SMS, cnma},
	{"+CMGL", AT_SIM_SMS, cmgl},
	{"+CMGR", AT_SIM_SMS, cmgr},
	{"+CMGD", AT_SIM_SMS, cmgd},
	{"+CMGS", AT_SIM_SMS, at_cmgs},
	{"+CMGW", AT_SIM_SMS, at_cmgw},
	{"+CMSS", AT_SIM_SMS, at_cmss},
	{NULL, AT_ALWAYS, NULL},
};

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at_send.c: sending and writing messages (3GPP 27.005 §4.3-4.5, PDU mode).
 */
#include <event2/event.h>
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "sim/at_sms.h"
#include "sim/network.h"

int at_cmgs(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, -1);

	if (form == AT_TEST)
		return AT_OK;
	if (at_settings(m)->cmgf == 1)
		return AT_CMS(303); /* operation not supported: text mode only reads */
	if (form != AT_SET || n < 1 || n > 178)
		return AT_CMS(304);
	m->sms->typing = TYPING_CMGS;
	m->sms->tpdu_len = (unsigned)n;
	return AT_DATA;
}

int at_cmgw(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	long n = at_number(&a, 0, -1), stat = at_number(&a, 1, STORE_UNSENT);

	if (form == AT_TEST)
		return AT_OK;
	if (at_settings(m)->cmgf == 1)
		return AT_CMS(303);
	if (form != AT_SET || n < 1 || n > 178 || stat < 0 || stat > STORE_SENT)
		return AT_CMS(304);
	m->sms->typing = TYPING_CMGW;
	m->sms->tpdu_len = (unsigned)n;
	m->sms->write_as = (enum store_stat)stat;
	return AT_DATA;
}

/* Hands the TPDU behind the service centre's address to the network. */
static int submit(struct modem *m, const char *name, const uint8_t *pdu, size_t len, size_t smsc)
{
	char hex[2 * STORE_PDU_MAX + 1];

	if (smsc == 1 && m->conf.smsc[0] == '\0')
		return AT_CMS(330); /* SMSC address unknown */
	hex_encode(hex, pdu + smsc, len - smsc);
	feed_emit(m->net->feed, "submit", "%s %s", m->name, hex);
	m->sms->sends = name;
	net_submit(m, pdu + smsc, len - smsc);
	return AT_PENDING;
}

int at_cmss(struct modem *m, enum at_form form, char *args)
{
	struct at_args a = at_split(args);
	struct store *s = modem_store(m, at_settings(m)->mem[1]);
	struct slot *slot;
	int n;

	if (form == AT_TEST)
		return AT_OK;
	n = form == AT_SET && s != NULL ? at_slot(m, s, &a, 0) : -1;
	if (n < 0)
		return AT_CMS(321);
	slot = store_get(s, (unsigned)n);
	slot->stat = STORE_SENT;
	return submit(m, "+CMSS", slot->pdu, slot->pdu_len, slot->smsc_len);
}

static int write_to_store(struct modem *m, const uint8_t *pdu, size_t len, size_t smsc)
{
	struct store *s = modem_store(m, at_settings(m)->mem[1]);
	int n = s ? at_sms_store(m, s, m->sms->write_as, 0, pdu, len, smsc) : -1;

	if (n < 0)
		return AT_CMS(322); /* memory full */
	at_info(m, "+CMGW: %d", n);
	return AT_OK;
}

int at_send_data(struct modem *m, char *text)
{
	uint8_t pdu[STORE_PDU_MAX];
	enum sms_typing typing = m->sms->typing;
	size_t smsc;
	int len;

	m->sms->typing = TYPING_NOTHING;
	text += strspn(text, "\r\n ");
	text[strcspn(text, "\r\n ")] = '\0';
	len = hex_decode(pdu, sizeof(pdu), text, strlen(text));
	if (len < 1)
		return AT_CMS(304);
	smsc = pdu[0] + 1U;
	if (smsc > 12 || smsc + m->sms->tpdu_len != (size_t)len)
		return AT_CMS(304);
	if (typing == TYPING_CMGW)
		return write_to_store(m, pdu, (size_t)len, smsc);
	return submit(m, "+CMGS", pdu, (size_t)len, smsc);
}

void at_send_cancel(struct modem *m)
{
	m->sms->typing = TYPING_NOTHING;
}

void at_sent(struct modem *m, unsigned cms, uint8_t mr)
{
	if (cms == 0)
		at_info(m, "%s: %u", m->sms->sends, mr);
	at_finish(m, cms == 0 ? AT_OK : AT_CMS((int)cms));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.c: libgammu's calls. */
#include "modem/session.h"

#include <gammu.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/proc.h"
#include "modem/pin.h"

/* The opening dialogue of a mute modem ends after 30 s by itself; a living one takes 2 s. */
enum { OPEN_MS = 20000, CALL_MS = 15000, RAW_MS = 10000, PROMPT_MS = 32000 };

struct session {
	const struct conf *conf;
	const struct conf_modem *modem;
	GSM_StateMachine *sm;
	struct raw raw;
	char sim[SESSION_SIM_MAX];
	GSM_SMSC smsc;
	bool have_smsc;
	bool answered; /* the network took or refused the part under way */
	int status, ref;
};

struct raw *session_raw(struct session *s)
{
	return &s->raw;
}

const char *session_sim(const struct session *s)
{
	return s->sim;
}

static int failed(GSM_Error e, const char *what, struct err *err)
{
	return err_set(err, "%s: %s", what, GSM_ErrorString(e));
}

static void on_sent(GSM_StateMachine *sm, int status, int ref, void *data)
{
	struct session *s = data;

	(void)sm;
	s->answered = true;
	s->status = status;
	s->ref = ref;
}

static void on_sms(GSM_StateMachine *sm, GSM_SMSMessage *sms, void *data)
{
	struct session *s = data;

	(void)sm;
	(void)sms;
	s->raw.sms = true;
}

static void configure(struct session *s)
{
	GSM_Config *c = GSM_GetConfig(s->sm, 0);
	GSM_Debug_Info *debug = GSM_GetDebug(s->sm);
	char device[2 * PATH_MAX];
	int i;

	/* The shell that libgammu starts hands its place to the filter. */
	snprintf(device, sizeof(device), "'%.4000s/hotline-at' -f %d '%.4000s'", proc_exe_dir(),
		s->raw.filter_fd, s->modem->device);
	memset(c, 0, sizeof(*c));
	c->Device = strdup(device);
	c->Connection = strdup("proxyat");
	strcpy(c->Model, "at");
	strcpy(c->DebugLevel, "nothing");
	for (i = 0; i < 5; i++)
		c->CNMIParams[i] = -1;
	GSM_SetConfigNum(s->sm, 1);
	GSM_SetDebugGlobal(FALSE, debug);
	GSM_SetDebugLevel("nothing", debug);
}

static void take_sim(void *arg, const char *line)
{
	struct session *s = arg;

	if (strspn(line, "0123456789") == strlen(line) && *line != '\0')
		snprintf(s->sim, sizeof(s->sim), "%.20s", line);
}

static int open_dialogue(struct session *s, struct err *err)
{
	GSM_Error e;

	notify_alive(OPEN_MS);
	/* One repetition only: more crash libgammu 1.42. */
	e = GSM_InitConnection(s->sm, 1);
	raw_started(&s->raw);
	if (e != ERR_NONE)
		return failed(e, "the modem does not answer", err);
	GSM_SetSendSMSStatusCallback(s->sm, on_sent, s);
	GSM_SetIncomingSMSCallback(s->sm, on_sms, s);
	notify_alive(CALL_MS);
	if (pin_enter(s->sm, s->conf, s->modem, err) < 0)
		return -1;
	notify_alive(2 * RAW_MS);
	if (raw_call(&s->raw, RAW_MS, take_sim, s, err, "AT+CIMI") < 0 ||
		raw_call(&s->raw, RAW_MS, NULL, NULL, err, "AT+CMGF=0") != 0)
		return -1;
	return 0;
}

struct session *session_open(
	const struct conf *conf, const struct conf_modem *modem, struct err *err)
{
	struct session *s = calloc(1, sizeof(*s));

	if (s == NULL)
		abort();
	s->conf = conf;
	s->modem = modem;
	setenv("SHELL", "/bin/sh", 1);
	GSM_InitLocales(NULL);
	s->sm = GSM_AllocStateMachine();
	if (s->sm == NULL)
		abort();
	if (raw_open(&s->raw, err) == 0) {
		configure(s);
		if (open_dialogue(s, err) == 0)
			return s;
	}
	session_close(s);
	return NULL;
}

/* Without GSM_TerminateConnection, which may talk to a modem that does not answer: the filter ends
 * when its pipes do. */
void session_close(struct session *s)
{
	if (s == NULL)
		return;
	raw_close(&s->raw);
	explicit_bzero(s->sim, sizeof(s->sim));
	free(s);
}

bool session_listen(struct session *s, struct err *err)
{
	GSM_Error e;

	notify_alive(CALL_MS);
	e = GSM_SetIncomingSMS(s->sm, TRUE);
	if (e == ERR_TIMEOUT || e == ERR_UNKNOWNRESPONSE)
		s->raw.gone = true;
	return e == ERR_NONE ? true : failed(e, "new texts are not announced", err) == 0;
}

void session_hear(struct session *s)
{
	s->raw.urc = false;
	notify_alive(CALL_MS);
	GSM_ReadDevice(s->sm, FALSE);
}

/* Some modems lack a command: that is no fault. A timeout is. */
static bool over(struct session *s, GSM_Error e)
{
	if (e != ERR_TIMEOUT && e != ERR_UNKNOWNRESPONSE && e != ERR_DEVICEWRITEERROR)
		return false;
	s->raw.gone = true;
	return true;
}

int session_status(struct session *s, struct session_status *out, struct err *err)
{
	GSM_SignalQuality signal = {-1, -1, -1};
	GSM_NetworkInfo net;
	GSM_Error e;

	memset(out, 0, sizeof(*out));
	memset(&net, 0, sizeof(net));
	notify_alive(CALL_MS);
	e = GSM_GetSignalQuality(s->sm, &signal);
	if (over(s, e))
		return failed(e, "signal", err);
	if (e == ERR_NONE && signal.SignalStrength < 0)
		out->signal_dbm = signal.SignalStrength;
	notify_alive(CALL_MS);
	e = GSM_GetNetworkInfo(s->sm, &net);
	if (over(s, e))
		return failed(e, "network", err);
	if (e == ERR_NONE) {
		EncodeUTF8(out->operator, net.NetworkName);
		snprintf(out->network, sizeof(out->network), "%s",
			net.State == GSM_HomeNetwork      ? "home"
			: net.State == GSM_RoamingNetwork ? "roaming"
							  : "none");
	}
	notify_alive(CALL_MS);
	e = GSM_GetIMEI(s->sm, out->imei);
	if (over(s, e))
		return failed(e, "IMEI", err);
	if (e != ERR_NONE)
		*out->imei = '\0';
	return 0;
}

/* --- sending ------------------------------------------------------------------------------------
 */

static void fill(struct session *s, GSM_SMSMessage *m, const struct session_part *p)
{
	GSM_SetDefaultSMSData(m);
	m->PDU = SMS_Submit;
	m->SMSC.Location = 0;
	CopyUnicodeString(m->SMSC.Number, s->smsc.Number);
	m->SMSC.Validity.Format = SMS_Validity_RelativeFormat;
	m->SMSC.Validity.Relative = SMS_VALID_1_Day;
	EncodeUnicode(m->Number, p->to, strlen(p->to));
	m->Coding = p->ucs2 ? SMS_Coding_Unicode_No_Compression : SMS_Coding_Default_No_Compression;
	DecodeUTF8(m->Text, p->text, p->len);
	m->Length = (int)UnicodeLength(m->Text);
	m->Class = -1;
	if (p->total > 1) {
		m->UDH.Type = UDH_ConcatenatedMessages16bit;
		m->UDH.ID8bit = -1;
		m->UDH.ID16bit = p->ref;
		m->UDH.PartNumber = p->part;
		m->UDH.AllParts = p->total;
		GSM_EncodeUDHHeader(GSM_GetDebug(s->sm), &m->UDH);
	}
}

/* Once a session: otherwise libgammu asks for it before every part. */
static GSM_Error know_smsc(struct session *s)
{
	GSM_Error e;

	if (s->have_smsc)
		return ERR_NONE;
	memset(&s->smsc, 0, sizeof(s->smsc));
	s->smsc.Location = 1;
	notify_alive(CALL_MS);
	e = GSM_GetSMSC(s->sm, &s->smsc);
	s->have_smsc = e == ERR_NONE;
	return e;
}

/* libgammu returns when the PDU is written; the network's answer comes by callback. */
static enum session_sent await(struct session *s, int *code, struct err *err)
{
	int64_t until = clock_steady_ms() + s->conf->modem.send_s * 1000LL;

	while (!s->answered && clock_steady_ms() < until) {
		raw_poll(&s->raw);
		if (s->raw.gone && !s->answered)
			break;
		GSM_ReadDevice(s->sm, TRUE);
	}
	if (s->answered && s->status == 0 && s->ref >= 0)
		return SESSION_SENT;
	if (s->answered && s->status != 0) {
		*code = s->status;
		return SESSION_REFUSED;
	}
	s->raw.gone = true;
	err_set(err, s->answered ? "the modem said OK without a reference"
				 : "no answer from the network within its time");
	return SESSION_DOUBT;
}

enum session_sent session_send(
	struct session *s, const struct session_part *p, int *code, struct err *err)
{
	GSM_SMSMessage m;
	GSM_Error e;
	enum session_sent sent;

	*code = -1;
	e = know_smsc(s);
	if (e != ERR_NONE) {
		over(s, e);
		failed(e, "service centre", err);
		return SESSION_REFUSED;
	}
	fill(s, &m, p);
	s->answered = false;
	notify_alive(PROMPT_MS);
	e = GSM_SendSMS(s->sm, &m);
	notify_alive(s->conf->modem.send_s * 1000 + CALL_MS);
	if (e == ERR_NONE || s->answered) {
		sent = await(s, code, err);
	} else {
		/* Before the prompt nothing went out; a timeout may have been later. */
		sent = over(s, e) ? SESSION_DOUBT : SESSION_REFUSED;
		failed(e, "the modem did not take it", err);
	}
	explicit_bzero(&m, sizeof(m));
	return sent;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * at: the AT command interpreter of a modem (V.250, 3GPP 27.007, 27.005), PDU mode.
 *
 * Octets come in by at_input; a finished command line looks its commands up in the tables of the
 * at_*.c files and calls them in turn. A command adds lines with at_info and returns its result.
 * One that waits for the network returns AT_PENDING and ends later with at_finish. What the modem
 * says on its own goes out by at_urc, held back while a command is typed or under way, as
 * AT+CNMI=2 asks for.
 */
#ifndef SIM_AT_H
#define SIM_AT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "sim/modem.h"

enum at_form { AT_EXEC, AT_READ, AT_TEST, AT_SET };

/* Results of a command. */
enum {
	AT_OK = 0,
	AT_ERROR = -1,
	AT_PENDING = -2, /* at_finish comes later */
	AT_DATA = -3,    /* "> " was asked for; octets up to Ctrl-Z go to at_send_data */
};
#define AT_CME(n) (1000 + (n)) /* 27.007 §9.2 */
#define AT_CMS(n) (2000 + (n)) /* 27.005 §3.2.5 */

typedef int at_fn(struct modem *m, enum at_form form, char *args);

enum at_needs {
	AT_ALWAYS,
	AT_SIM,     /* CME 10, 11 or 12 without a SIM or its PIN */
	AT_SIM_SMS, /* the same said as CMS 310, 311, 316 */
};

struct at_command {
	const char *name; /* after "AT"; letters with a number behind are V.250 basic commands */
	enum at_needs needs;
	at_fn *run;
};

/* Each ends with a NULL name. */
extern const struct at_command at_basic_commands[], at_net_commands[], at_sms_commands[],
	at_call_commands[];

/* What commands have set; lost at a power cycle. */
struct at_settings {
	bool echo;
	unsigned cmee, cmgf, csms, creg, cgreg, cops_format, clip, crc, ccwa, cusd;
	unsigned cnmi[5];
	char cscs[16];
	char mem[3][4]; /* +CPMS: read and delete, write, receive */
};

struct at *at_new(struct modem *m);
void at_free(struct at *at);
struct at_settings *at_settings(struct modem *m);
/* Power on: settings at their defaults, half a command and unsaid lines forgotten. */
void at_reset(struct modem *m);
/* The settings that depend on what the modem is: its first charset, its first memory. */
void at_profile(struct modem *m);
/* The client closed the tty: half a command line is forgotten (DTR drops). */
void at_closed(struct modem *m);

void at_input(struct modem *m, const uint8_t *data, size_t len);
/* True while a command is under way. */
bool at_busy(const struct modem *m);

/* --- for commands --- */

void at_info(struct modem *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Ends the command under way with one of the results above. */
void at_finish(struct modem *m, int result);
/* An unsolicited line (27.007 calls it a result code), "\r\n" before and after. */
void at_urc(struct modem *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Splits "1,\"x\",,3" in place. Quotes are taken off; missing arguments are NULL, empty ones "". */
enum { AT_ARGS_MAX = 12 };
struct at_args {
	unsigned n;
	char *v[AT_ARGS_MAX];
};
struct at_args at_split(char *args);
/* The number in argument `i`, `otherwise` when it is missing or empty, -1 when it is no number. */
long at_number(const struct at_args *a, unsigned i, long otherwise);

/* Appends `text` in the TE's character set (+CSCS), and the reverse; -1 when it is malformed. */
void at_to_charset(const struct modem *m, struct buf *out, const char *text);
int at_from_charset(const struct modem *m, struct buf *out, const char *text);

/* "yy/MM/dd,hh:mm:ss+00" of 27.007 §8.15; the simulated country keeps UTC. */
enum { AT_TIME_MAX = 80 };
void at_time(char out[AT_TIME_MAX], time_t when);

/* --- from the network --- */

enum at_sms { AT_SMS_TAKEN, AT_SMS_FULL, AT_SMS_LATER };
/* A DELIVER or STATUS-REPORT comes: stored and announced, or handed over directly. */
enum at_sms at_sms_arrive(struct modem *m, unsigned id, const uint8_t *tpdu, size_t len);
/* Puts a PDU as AT shows it (address and TPDU) into a store and tells the stream. */
int at_sms_store(struct modem *m, struct store *s, enum store_stat stat, unsigned id,
	const uint8_t *pdu, size_t len, size_t smsc_len);
/* Takes a message out, tells the stream and the network. */
int at_sms_delete(struct modem *m, struct store *s, unsigned slot);
/* The outcome of net_submit: `cms` 0 is accepted under reference `mr`. */
void at_sent(struct modem *m, unsigned cms, uint8_t mr);
void at_reg_changed(struct modem *m);
/* Octets typed at the "> " prompt, without the Ctrl-Z. */
int at_send_data(struct modem *m, char *text);
void at_send_cancel(struct modem *m);

#endif

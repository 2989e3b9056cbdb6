/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * acl.c: the rights, and their rendering.
 *
 * Redis 7 checks a command against each selector (the brackets) as a whole, and checks the commands
 * inside a function against the caller too. The keys that a function declares need read and write
 * in one selector with FCALL: such a selector allows FCALL and nothing else, so that no other
 * command gets those keys, and what the function does inside is allowed beside it, narrowly. Which
 * functions may be called needs no list of its own: one that does more fails at its first command.
 */
#include "supervise/acl.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/hex.h"
#include "seal/keys.h"

/* In the rules below, %h is the hotline's name and %c the channel's. */

/* All of the hotline's data, by the commands that the core and its functions use; no scan, no
 * flush, no scripting, no administration. */
static const char core_rules[] =
	"~{%h}:*"
	" +ping +time +wait +fcall +fcall_ro"
	" +xgroup|create +xreadgroup +xautoclaim +xclaim +xpending +xack +xadd +xdel +xlen +xrange"
	" +xrevrange"
	" +get +set +del +exists +expire +ttl"
	" +hget +hmget +hgetall +hset +hdel +hexists +hincrby"
	" +rpush +lindex +llen +lpos +lrem"
	" +zadd +zrem +zscore +zcard +zrange +zrangebyscore";

/* Appends to intake, quarantine and results without being able to read them; its own outbox, marks
 * and status; the deduplication marks of intake. */
static const char modem_rules[] =
	"+ping +time +wait (+fcall ~{%h}:in ~{%h}:lane:* ~{%h}:seen:*) (+get +set ~{%h}:seen:*)"
	" (+xadd %W~{%h}:in %W~{%h}:quar %W~{%h}:res)"
	" (+rpush %W~{%h}:lane:*)"
	" (+fcall ~{%h}:sub:%c)"
	" (+fcall ~{%h}:out:%c ~{%h}:sub:%c ~{%h}:res)"
	" (+xgroup|create +xreadgroup +xack +xdel +xlen ~{%h}:out:%c)"
	" (+hset +hdel +hexists ~{%h}:sub:%c)"
	" (+hset +hdel %W~{%h}:chan:%c)"
	" (+hincrby ~{%h}:count)";

/* Looks at cases, modems and counters, and at how long the queues are. */
static const char ctl_rules[] =
	"+ping +time"
	" (+hgetall +hget +hmget +xrange +zrange +zcard %R~{%h}:case:* %R~{%h}:log:* %R~{%h}:cases"
	" %R~{%h}:open %R~{%h}:chan:* %R~{%h}:count)"
	" (+xlen +xinfo|stream %R~{%h}:in %R~{%h}:res %R~{%h}:quar %R~{%h}:out:*)"
	" (+zcard %R~{%h}:timers)";

/* Looks after the server; sees no key. */
static const char hotlined_rules[] = "+ping +info +config|get +function|load";

static void render_rules(
	struct buf *out, const char *rules, const char *hotline, const char *channel)
{
	const char *s;

	for (s = rules; *s != '\0'; s++) {
		if (s[0] == '%' && s[1] == 'h')
			buf_puts(out, hotline), s++;
		else if (s[0] == '%' && s[1] == 'c')
			buf_puts(out, channel), s++;
		else
			buf_putc(out, *s);
	}
}

static int render_user(struct buf *out, const struct conf *conf, const char *role,
	const char *rules, const char *channel, struct err *err)
{
	char password[SEAL_PASSWORD_LEN + 1], hash[2 * crypto_hash_sha256_BYTES + 1];
	uint8_t digest[crypto_hash_sha256_BYTES];

	if (key_password(password, conf, role, err) < 0)
		return -1;
	crypto_hash_sha256(digest, (const unsigned char *)password, SEAL_PASSWORD_LEN);
	sodium_memzero(password, sizeof(password));
	hex_encode(hash, digest, sizeof(digest));
	buf_printf(out, "user %s reset on #%s ", role, hash);
	render_rules(out, rules, conf->name, channel);
	buf_putc(out, '\n');
	return 0;
}

int acl_render(struct buf *out, const struct conf *conf, struct err *err)
{
	char role[CONF_NAME_MAX + 8];
	int i;

	/* Off, so nobody can be it. It must have every right all the same: Redis replays its
	 * append-only file as this user, and would leave out every transaction that it may not do.
	 */
	buf_puts(out, "user default reset ~* &* +@all\n");
	if (render_user(out, conf, "hotlined", hotlined_rules, "", err) < 0 ||
		render_user(out, conf, "core", core_rules, "", err) < 0 ||
		render_user(out, conf, "ctl", ctl_rules, "", err) < 0)
		return -1;
	for (i = 0; i < conf->n_modems; i++) {
		snprintf(role, sizeof(role), "modem-%s", conf->modems[i].name);
		if (render_user(out, conf, role, modem_rules, conf->modems[i].name, err) < 0)
			return -1;
	}
	return 0;
}

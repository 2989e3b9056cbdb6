/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flood: takes texts in as a modem's worker would, without a modem: `flood CONF STATE MODEM N
 * PEOPLE`. Each is sealed and durable before the next. Prints the seconds that it took.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "bus/intake.h"
#include "seal/keys.h"

static int put_one(struct wire *w, const struct conf *conf, const struct intake_keys *keys,
	const char *modem, int n, int people, struct err *err)
{
	struct rec_in r = {.total = 1, .part = 1, .pdu_len = sizeof(n)};
	struct intake in;
	bool known;
	int bad;

	snprintf(r.channel, sizeof(r.channel), "%.15s", modem);
	snprintf(r.from, sizeof(r.from), "+8551300%04d", n % people);
	r.text = xstrdup("blue and green");
	r.read_ms = r.sent_ms = clock_wall_ms();
	memcpy(r.pdu, &n, sizeof(n));
	intake_seal(&in, keys, "bench", &r);
	bad = intake_put(w, conf, &in, &known, err) < 0;
	intake_free(&in);
	rec_in_free(&r);
	return bad ? -1 : 0;
}

int main(int argc, char **argv)
{
	static struct conf conf;
	struct intake_keys keys;
	struct wire *w = NULL;
	struct err err;
	char role[32];
	int64_t start;
	int i, n;

	if (argc != 6) {
		fputs("usage: flood conf state modem n people\n", stderr);
		return 64;
	}
	snprintf(role, sizeof(role), "modem-%.15s", argv[3]);
	if (seal_init(&err) == 0 && conf_load(&conf, argv[1], argv[2], &err) == 0 &&
		intake_keys_load(&keys, &conf, role, &err) == 0)
		w = wire_new(&conf, role, 10000, &err);
	start = clock_steady_ms();
	n = atoi(argv[4]);
	for (i = 0; w != NULL && i < n; i++)
		if (put_one(w, &conf, &keys, argv[3], i, atoi(argv[5]), &err) < 0)
			break;
	if (w == NULL || i < n) {
		fprintf(stderr, "flood: %s\n", err.msg);
		return 1;
	}
	printf("%.3f\n", (double)(clock_steady_ms() - start) / 1000);
	wire_free(w);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cms.c: the table. */
#include "modem/cms.h"

#include <stddef.h>

static const struct {
	int code;
	bool passes;
	const char *name;
} table[] = {
	{1, false, "unassigned number"},
	{8, false, "operator determined barring"},
	{10, false, "call barred"},
	{17, true, "network failure"},
	{21, false, "short message transfer rejected"},
	{22, true, "congestion or no memory at the destination"},
	{27, false, "destination out of service"},
	{28, false, "unidentified subscriber"},
	{29, false, "facility rejected"},
	{30, false, "unknown subscriber"},
	{38, true, "network out of order"},
	{41, true, "temporary failure"},
	{42, true, "congestion"},
	{47, true, "resources unavailable"},
	{50, false, "requested facility not subscribed"},
	{69, false, "requested facility not implemented"},
	{81, false, "invalid short message reference"},
	{95, false, "invalid message"},
	{96, false, "invalid mandatory information"},
	{97, false, "message type not implemented"},
	{98, false, "message not compatible with the protocol state"},
	{99, false, "information element not implemented"},
	{111, false, "protocol error"},
	{127, false, "interworking"},
	{300, true, "ME failure"},
	{301, false, "SMS service of ME reserved"},
	{302, false, "operation not allowed"},
	{303, false, "operation not supported"},
	{304, false, "invalid PDU mode parameter"},
	{305, false, "invalid text mode parameter"},
	{310, false, "SIM not inserted"},
	{311, false, "SIM PIN required"},
	{312, false, "PH-SIM PIN required"},
	{313, false, "SIM failure"},
	{314, true, "SIM busy"},
	{315, false, "SIM wrong"},
	{316, false, "SIM PUK required"},
	{317, false, "SIM PIN2 required"},
	{318, false, "SIM PUK2 required"},
	{320, true, "memory failure"},
	{321, false, "invalid memory index"},
	{322, true, "memory full"},
	{330, false, "SMSC address unknown"},
	{331, true, "no network service"},
	{332, true, "network timeout"},
	{340, false, "no +CNMA acknowledgement expected"},
	{500, false, "unknown error"},
};

const char *cms_name(int code)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code)
			return table[i].name;
	return "unknown error";
}

bool cms_passes(int code)
{
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].code == code)
			return table[i].passes;
	return false;
}

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# make run: a whole hotline on a simulated network, and this terminal (or pipe) as its phones.
#
#     tests/run.sh BUILD
#
# Standard output has the phones' lines and remarks that begin with "# ". STATE=dir in the
# environment keeps the state there; without it a fresh folder below BUILD is used and, if all went
# well, removed. Nothing is left running, however this ends: what it starts is told by the kernel
# when this shell dies.
set -u

say() { printf '# %s\n' "$*"; }

BUILD=$(cd "${1:?usage: tests/run.sh BUILD}" && pwd) || exit 1
SOURCE=$(cd "$(dirname "$0")/.." && pwd) || exit 1
SOCKET_PATH_MAX=85 # of the 107 octets that a socket's path may have, what our files leave
handsets='' hotlined='' sim='' status=1

if [ -n "${STATE:-}" ]; then
	fresh=''
	mkdir -p "$STATE" && chmod 700 "$STATE" && STATE=$(cd "$STATE" && pwd) || exit 1
else
	parent=$BUILD
	[ ${#parent} -le $((SOCKET_PATH_MAX - 11)) ] || parent=${TMPDIR:-/tmp}
	STATE=$(mktemp -d "$parent/run.XXXXXX") || exit 1
	fresh=yes
fi
if [ ${#STATE} -gt $SOCKET_PATH_MAX ]; then
	say "the path of STATE is too long for sockets (${#STATE} characters, at most $SOCKET_PATH_MAX)"
	exit 1
fi
log=$STATE/hotlined.log

# Ends a process of ours and waits until it is gone.
end() {
	[ -n "$1" ] || return 0
	kill -TERM "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

# shellcheck disable=SC2317  # called by the traps
finish() {
	trap '' INT TERM HUP
	trap - EXIT
	end "$handsets"
	end "$hotlined"
	end "$sim"
	if [ "$status" -eq 0 ] && [ -n "$fresh" ]; then
		rm -rf "$STATE"
	fi
	exit "$status"
}

fail() {
	say "$1"
	# What it said about it, worst first; the log has the rest.
	{ grep -E '^<[0-3]>' "$log" || tail -n 5 "$log"; } 2>/dev/null | tail -n 5 | sed 's/^/# /'
	say "log: $log"
	exit 1
}

trap finish EXIT
trap 'status=130; exit' INT
trap 'status=143; exit' TERM
trap 'status=129; exit' HUP

# The network. It says "ready" when its modems and its control socket are there.
mkdir -p "$STATE/sim" && rm -f "$STATE/sim/ready" && mkfifo "$STATE/sim/ready" || exit 1
setsid "$BUILD/modem-sim" -P -R -d "$STATE/sim" -m m1 -m m2 \
	>"$STATE/sim/ready" 2>"$log" </dev/null &
sim=$!
read -r word <"$STATE/sim/ready" && [ "$word" = ready ] || fail 'the simulated network does not start'

# The hotline, in a session of its own: Ctrl-C is for this shell, which then ends all in order.
setpriv --pdeathsig TERM setsid "$BUILD/hotlined" -c "$SOURCE/etc/hotline.conf" -s "$STATE" \
	>>"$log" 2>&1 </dev/null &
hotlined=$!
ctl() { "$BUILD/hotlinectl" -c "$SOURCE/etc/hotline.conf" -s "$STATE" "$@"; }
tries=0
until ctl status --wait 1 >/dev/null 2>&1; do
	kill -0 "$hotlined" 2>/dev/null || fail 'the hotline did not start'
	tries=$((tries + 1))
	[ $tries -lt 60 ] || fail 'the hotline did not start within a minute'
done
say "hotline on modems m1 and m2; state in $STATE; /help tells what can be typed"

# The phones. In the background, so that a signal to this shell is acted on at once.
exec 3<&0
"$BUILD/handsets" -d "$STATE/sim" <&3 3<&- &
handsets=$!
exec 3<&-
wait "$handsets"
status=$?
handsets=''
kill -0 "$hotlined" 2>/dev/null || { status=1; fail 'the hotline ended before the phones did'; }
end "$hotlined"
hotlined=''

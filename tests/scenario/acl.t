#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Law 9 in Redis: each program's user can do its work, and nothing else. Every key of a running
# hotline is filled first, so that what is refused is refused by right and not for want of data.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;

my $h = Hotline->new;
$h->stand_ins;
$h->start;

my %as = map { $_ => $h->redis($_) } qw(core modem-m1 modem-m2 ctl hotlined);
sub k { "{hotline}:$_[0]" }

sub may {
	my ($who, @command) = @_;
	my $answer = $as{$who}->call(@command);
	my $refused = ref $answer eq 'HASH' ? $answer->{error} : '';

	$refused =~ s/^(.{0,80}).*/$1/s;
	ok(!$refused, "$who may @command[0 .. ($#command > 2 ? 2 : $#command)]") or diag $refused;
	return $answer;
}

# Refused for want of a right, not for another reason.
sub may_not {
	my ($who, @command) = @_;
	my $answer = $as{$who}->call(@command);
	my $words = ref $answer eq 'HASH' ? $answer->{error} : 'allowed';

	like($words, qr/NOPERM|can't (?:run|access)|DEBUG command not allowed/,
		"$who may not @command[0 .. ($#command > 3 ? 3 : $#command)]");
}

# --- something to steal ---

my $case = 'c1';
may('core', 'XGROUP', 'CREATE', k('in'), 'core', '0', 'MKSTREAM');
may('core', 'XGROUP', 'CREATE', k("out:$_"), 'modem', '0', 'MKSTREAM') for 'm1', 'm2';
may('core', 'XADD', k("out:$_"), '*', 'kind', 'reply', 'ref', '-', 'b', 'sealed') for 'm1', 'm2';
may('core', 'HSET', k("case:$case"), 'v', 1, 'state', 'new', 'key', 'wrapped');
may('core', 'XADD', k("log:$case"), '*', 'b', 'sealed');
may('core', 'HSET', k('sess:p1'), 'v', 1, 'b', 'sealed');
may('core', 'ZADD', k('timers'), 1, 'due');
may('core', 'ZADD', k($_), 1, $case) for 'cases', 'open';
may('core', 'HSET', k('code:4827'), 'case', $case);

# --- the modem's worker: what it does ---

my $taken = may('modem-m1', 'FCALL', 'hl_intake', 3, k('in'), k('lane:7'), k('seen:aa'), 7, 'box', 60);
is_deeply(may('modem-m1', 'FCALL', 'hl_intake', 3, k('in'), k('lane:7'), k('seen:aa'), 7, 'box', 60),
	[$taken->[0], 1], 'and is told of a text that is known');
may('modem-m1', 'XADD', k('quar'), 'MAXLEN', '~', 10000, '*', 'ch', 'm1', 'why', 'w', 'b', 'x');
my $out = may('modem-m1', 'XREADGROUP', 'GROUP', 'modem', 'w', 'COUNT', 1, 'STREAMS', k('out:m1'), '>');
my $id = $out->[0][1][0][0];
is(may('modem-m1', 'FCALL', 'hl_submit', 1, k('sub:m1'), $id), 0, 'a mark is set');
is(may('modem-m1', 'FCALL', 'hl_submit', 1, k('sub:m1'), $id), 1, 'and found');
is(may('modem-m1', 'FCALL', 'hl_settle', 3, k('out:m1'), k('sub:m1'), k('res'),
	'm1', $id, '-', 'reply', 'sent', '-'), 1, 'a text is settled');
may('modem-m1', 'HSET', k('chan:m1'), 'state', 'ready');
may('modem-m1', 'HINCRBY', k('count'), 'modem.in', 1);
may('modem-m1', 'PING');
may('modem-m1', 'WAIT', 0, 1);
may('modem-m1', 'XGROUP', 'CREATE', k('out:m1'), 'again', '0');

# --- the modem's worker: what it must not ---

# Read intake, by any road.
may_not('modem-m1', @$_) for (
	['XREAD', 'STREAMS', k('in'), 0],
	['XREADGROUP', 'GROUP', 'core', 'x', 'STREAMS', k('in'), '>'],
	['XRANGE', k('in'), '-', '+'],
	['XREVRANGE', k('in'), '+', '-'],
	['XAUTOCLAIM', k('in'), 'core', 'x', 0, 0],
	['XCLAIM', k('in'), 'core', 'x', 0, $taken->[0]],
	['XPENDING', k('in'), 'core'],
	['XINFO', 'STREAM', k('in')],
	['XLEN', k('in')],
	['XDEL', k('in'), $taken->[0]],
	['XACK', k('in'), 'core', $taken->[0]],
	['XTRIM', k('in'), 'MAXLEN', 0],
	['XGROUP', 'CREATE', k('in'), 'mine', '0'],
	['XGROUP', 'DESTROY', k('in'), 'core'],
	['DUMP', k('in')],
	['COPY', k('in'), k('out:m1')],
	['RENAME', k('in'), k('out:m1')],
	['DEL', k('in')],
	['SORT', k('lane:7')],
	['LRANGE', k('lane:7'), 0, -1],
	['LPOP', k('lane:7')],
	['OBJECT', 'ENCODING', k('in')],
	['MEMORY', 'USAGE', k('in')],
);

# Touch another's outbox, marks or status.
may_not('modem-m1', @$_) for (
	['XREADGROUP', 'GROUP', 'modem', 'w', 'STREAMS', k('out:m2'), '>'],
	['XRANGE', k('out:m2'), '-', '+'],
	['XACK', k('out:m2'), 'modem', '1-1'],
	['XDEL', k('out:m2'), '1-1'],
	['XADD', k('out:m1'), '*', 'b', 'x'],
	['XADD', k('out:m2'), '*', 'b', 'x'],
	['HSET', k('sub:m2'), 'x', 1],
	['HSET', k('chan:m2'), 'state', 'x'],
	['HGETALL', k('chan:m2')],
	['FCALL', 'hl_submit', 1, k('sub:m2'), '1-1'],
	['FCALL', 'hl_settle', 3, k('out:m2'), k('sub:m2'), k('res'), 'm2', '1-1', '-', 'a', 'b', 'c'],
	['FCALL', 'hl_settle', 3, k('out:m2'), k('sub:m1'), k('res'), 'm2', '1-1', '-', 'a', 'b', 'c'],
);

# Results are said, not read; nor is anything of people.
may_not('modem-m1', @$_) for (
	['XRANGE', k('res'), '-', '+'],
	['XRANGE', k('quar'), '-', '+'],
	['HGETALL', k("case:$case")],
	['HSET', k("case:$case"), 'owner', 'x'],
	['XRANGE', k("log:$case"), '-', '+'],
	['HGETALL', k('sess:p1')],
	['ZRANGE', k('cases'), 0, -1],
	['ZADD', k('timers'), 1, 'x'],
	['HGETALL', k('code:4827')],
	['HGETALL', k('count')],
	['GET', k('sess:p1')],
	['SET', 'elsewhere', 1],
	['GET', '{other}:seen:aa'],
);

# The core's functions.
may_not('modem-m1', @$_) for (
	['FCALL', 'hl_due', 1, k('timers'), 10],
	['FCALL', 'hl_commit', 2, k('in'), k('lane:7'), 'intake', 1, $taken->[0]],
	['FCALL', 'hl_commit', 1, k("log:$case"), 'log', 1, 'x'],
	['FCALL', 'hl_commit', 1, k('out:m1'), 'out', 3, 'alert', '-', 'x'],
	['FCALL', 'hl_commit', 1, k('out:m2'), 'out', 3, 'alert', '-', 'x'],
	['FCALL', 'hl_commit', 1, k('sess:p1'), 'session', 3, 1, 'x', 1],
	['FCALL', 'hl_commit', 1, k('timers'), 'later', 2, 'x', 1],
	['FCALL_RO', 'hl_due', 1, k('timers'), 10],
	['FUNCTION', 'LIST'],
	['FUNCTION', 'DUMP'],
	['FUNCTION', 'FLUSH'],
	['EVAL', 'return 1', 0],
	['EVAL_RO', 'return redis.call("XRANGE", KEYS[1], "-", "+")', 1, k('in')],
	['SCRIPT', 'FLUSH'],
);

# The server.
my @server = (
	['KEYS', '*'], ['SCAN', 0], ['RANDOMKEY'], ['DBSIZE'], ['TYPE', k('in')], ['EXISTS', k('in')],
	['FLUSHALL'], ['FLUSHDB'], ['SWAPDB', 0, 1], ['SELECT', 1], ['SHUTDOWN', 'NOSAVE'],
	['CONFIG', 'SET', 'appendfsync', 'no'], ['ACL', 'LIST'], ['ACL', 'SETUSER', 'default', 'on'],
	['MONITOR'], ['PSYNC', '?', -1], ['SYNC'], ['REPLICAOF', 'localhost', 1], ['MODULE', 'LIST'],
	['DEBUG', 'OBJECT', k('in')], ['CLIENT', 'LIST'], ['CLIENT', 'KILL', 'ID', 1],
	['SUBSCRIBE', 'x'], ['PUBLISH', 'x', 'y'], ['SAVE'], ['BGREWRITEAOF'], ['SLOWLOG', 'GET'],
	['LATENCY', 'RESET'], ['MIGRATE', 'h', 1, k('in'), 0, 1], ['MULTI'], ['FAILOVER'],
);
may_not('modem-m1', @$_) for @server, ['CONFIG', 'GET', 'dir'], ['INFO'];

# --- hotlinectl looks, and changes nothing ---

may('ctl', @$_) for (
	['HGETALL', k("case:$case")], ['XRANGE', k("log:$case"), '-', '+'], ['ZRANGE', k('open'), 0, -1],
	['HGETALL', k('chan:m1')], ['HGETALL', k('count')], ['XLEN', k('in')], ['XLEN', k('out:m1')],
	['ZCARD', k('timers')],
);
may_not('ctl', @$_) for (
	['HSET', k("case:$case"), 'owner', 'x'], ['XADD', k("log:$case"), '*', 'b', 'x'],
	['DEL', k("case:$case")], ['ZADD', k('open'), 1, 'x'], ['HGETALL', k('sess:p1')],
	['XRANGE', k('in'), '-', '+'], ['XRANGE', k('out:m1'), '-', '+'], ['ZRANGE', k('timers'), 0, -1],
	['HGETALL', k('code:4827')], ['FCALL', 'hl_due', 1, k('timers'), 1],
	grep { $_->[0] !~ /^(TYPE|EXISTS)$/ } @server,
);

# --- hotlined looks after the server, and sees no data; the core has its data, and no server ---

may('hotlined', 'CONFIG', 'GET', 'appendonly');
may_not('hotlined', @$_) for (
	['XRANGE', k('in'), '-', '+'], ['HGETALL', k("case:$case")], ['GET', k('seen:aa')],
	['FCALL', 'hl_due', 1, k('timers'), 1], ['CONFIG', 'SET', 'appendonly', 'no'],
	['FLUSHALL'], ['KEYS', '*'], ['FUNCTION', 'FLUSH'], ['ACL', 'LIST'],
);
may_not('core', @$_) for (
	(grep { $_->[0] !~ /^EXISTS$/ } @server), ['GET', '{other}:x'], ['SET', 'x', 1],
	['FUNCTION', 'FLUSH'], ['EVAL', 'return 1', 0],
);

# --- nobody else ---

my $nobody = Hotline::Redis->new($h->state_dir . '/redis/redis.sock');
like($nobody->call('PING')->{error}, qr/NOAUTH/, 'without a password there is nothing');
like($nobody->call('AUTH', 'default', '')->{error}, qr/WRONGPASS|disabled/, 'nor as "default"');
like($nobody->call('AUTH', 'core', 'x' x 64)->{error}, qr/WRONGPASS/, 'nor with a wrong password');
my $password = Hotline::slurp($h->state_dir . '/keys/core/redis.pw');
unlike(Hotline::slurp($h->state_dir . '/redis/users.acl'), qr/$password/,
	'the ACL file holds hashes, not passwords');
my @open = grep { (stat $_)[2] & 077 } glob($h->state_dir . '/keys/*/*'), glob($h->state_dir . '/redis/*');
is_deeply([grep { !/\.pub$/ } @open], [], 'no key or data file can be read by others');

done_testing;

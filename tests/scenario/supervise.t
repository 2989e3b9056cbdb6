#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# hotlined alone, with stand-ins for the programs it watches: restart, back-off, hung and stubborn
# programs, helpers that try to escape, Redis killed, hotlined killed.
use strict;
use warnings;
use Fcntl qw(LOCK_EX);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use IO::Socket::UNIX;
use Socket qw(SOCK_DGRAM);
use Test::More;
use Time::HiRes qw(sleep time);

sub gone { my $pid = shift; Hotline::until_true("end of $pid", sub { !kill 0, $pid }) }

subtest 'serves, and tells so' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	$h->start;
	is_deeply([map { $_->{name} } @{$h->board->{programs}}], [qw(redis core modem-m1 modem-m2)],
		'one core, one worker a modem, behind Redis');
	is($h->program('core')->{note}, 'standing in', 'STATUS= is shown');
	like($h->log_text, qr/^<5>hotlined house\{serving\}/m, 'said once all are up');
	is((stat $h->state_dir)[2] & 07777, 0700, 'the state directory is ours alone');
	my ($status, $out) = $h->ctl('status');
	is($status, 0, 'hotlinectl status agrees');
	like($out, qr/all programs are up/, 'in words');
	cmp_ok($h->stop, '<', 5, 'SIGTERM ends all');
	is($h->{status}, 0, 'with status 0');
	is_deeply([$h->leftovers], [], 'nothing is left');
	($status, $out) = $h->ctl('status');
	is($status, 69, 'hotlinectl status tells that it is down');
	ok(!-e $h->state_dir . '/status.json', 'and the board is taken in');
};

subtest 'a second hotlined on the same state is refused' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	$h->start;
	my ($status, undef, $err) = $h->run("$h->{bin}/hotlined", '-c', $h->conf_file, '-s',
		$h->state_dir);
	is($status, 1, 'exit 1');
	like($err, qr/held by process $h->{hotlined}\b/, 'it says by whom');
	ok($h->alive && $h->board->{serving}, 'the first is not disturbed');
};

subtest 'what dies is started again, later each time' => sub {
	my $h = Hotline->new;
	$h->stand_ins('modem-m1' => 'crash');
	$h->start(wait => 0);
	Hotline::until_true('five starts', sub {
		my $p = $h->program('modem-m1');
		return $p && $p->{starts} >= 5;
	});
	my @rests = $h->log_text =~ /modem-m1\{up\}: died status=3; again in (\d+) ms/g;
	is_deeply([@rests[0 .. 3]], [100, 200, 400, 800], 'the back-off doubles');
	Hotline::until_true('the others', sub {
		my $p = $h->program('modem-m2');
		return $p && $p->{state} eq 'up' && $p->{starts} == 1;
	});
	pass('the others serve meanwhile');
	my $old = $h->kill_program('core');
	$h->await_restart('core', $old);
	like($h->log_text, qr/core\{up\}: died signal=9; again in 100 ms/, 'a kill is a death too');
};

subtest 'what hangs is killed and started again' => sub {
	my $h = Hotline->new;
	$h->stand_ins(core => 'quick hang', 'modem-m1' => 'quick helper');
	my $began = time;
	$h->start(wait => 0);
	$h->await_log(qr/core\{killed\}: no sign of life; killed/);
	cmp_ok(time - $began, '<', 10, 'by the deadline that it named itself');
	Hotline::until_true('a new core', sub {
		my $p = $h->program('core');
		return $p && $p->{starts} > 1;
	});
	is($h->program('modem-m1')->{starts}, 1, 'a helper in its group may speak for a program');
	my $pid = $h->pid('modem-m2');
	kill 'STOP', $pid;
	cmp_ok($h->stop, '<', 5, 'a stopped process does not delay the end');
	is_deeply([$h->leftovers], [], 'nothing is left');
};

subtest 'nobody escapes' => sub {
	my $h = Hotline->new;
	$h->stand_ins('modem-m1' => 'litter deaf', core => 'deaf');
	$h->start;
	my $stray = Hotline::until_true('a helper', sub {
		Hotline::slurp("$h->{bin}/modem-m1.litter");
	}) + 0;
	ok(kill(0, $stray), 'a helper made a session of its own');
	my $old = $h->kill_program('modem-m1');
	gone($stray);
	pass('it went with its program');
	$h->await_restart('modem-m1', $old);
	cmp_ok($h->stop, '<', 5, 'programs deaf to SIGTERM end all the same');
	is_deeply([$h->leftovers], [], 'nothing is left');
};

subtest 'nobody outlives hotlined' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	$h->start;
	my @pids = map { $_->{pid} } @{$h->board->{programs}};
	$h->stop('KILL');
	gone($_) for @pids;
	pass('SIGKILL of hotlined ends all programs');
	my ($status, $out) = $h->ctl('status');
	is($status, 69, 'what it hung out last is not believed');
	$h->start;
	pass('and it starts again on the same state');
};

subtest 'Redis killed' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	$h->start;
	is($h->redis('core')->call('SET', '{hotline}:x', 'kept'), 'OK', 'something is stored');
	my $core = $h->pid('core');
	my $old = $h->kill_program('redis');
	$h->await_restart('redis', $old);
	is($h->redis('core')->call('GET', '{hotline}:x'), 'kept', 'what was acknowledged is there');
	like($h->redis('core')->call('FCALL', 'hl_due', 1, '{hotline}:timers', 1)->[0], qr/^-1$/,
		'and so is the function library');
	is($h->pid('core'), $core, 'the others were left alone');
};

subtest 'a Redis that a dead hotlined left behind' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	is(($h->run("$h->{bin}/hotlined", '-c', $h->conf_file, '-s', $h->state_dir, 'prepare'))[0], 0,
		'prepared');
	open my $lock, '>>', $h->state_dir . '/redis/lock' or die $!;
	flock $lock, LOCK_EX or die $!;
	$h->start(wait => 0);
	$h->await_log(qr{redis\{starting\}: not started: \S+/redis/lock is held});
	close $lock;
	$h->await_serving;
	pass('is waited for');
	$h->stop;
	open $lock, '>>', $h->state_dir . '/redis/lock' or die $!;
	flock $lock, LOCK_EX or die $!;
	$h->start(wait => 0);
	is($h->await_end(30) >> 8, 1, 'but not for ever');
	is_deeply([grep { /redis-server/ } $h->leftovers], [], 'and there is never a second');
};

subtest 'strangers on the notify socket are not heard' => sub {
	my $h = Hotline->new;
	$h->stand_ins('modem-m1' => 'mute');
	$h->start(wait => 0);
	Hotline::until_true('core', sub { ($h->program('core') || {state => ''})->{state} eq 'up' });
	my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Peer => $h->state_dir . '/notify');
	$s->send($_) for "READY=1\nSTATUS=\x1b[2Jforged", 'WATCHDOG_USEC=1', "\xff" x 2000, '', 'READY';
	sleep 0.2; # nothing is to happen: there is no event to wait for
	is($h->program('modem-m1')->{state}, 'starting', 'a forged READY does nothing');
	unlike($h->log_text . Hotline::slurp($h->state_dir . '/status.json'), qr/forged/, 'nor a STATUS');
	ok($h->alive, 'and garbage does no harm');
};

subtest 'a start that cannot be' => sub {
	my $h = Hotline->new;
	$h->stand_ins;
	unlink "$h->{bin}/hotline-core";
	$h->start(wait => 0);
	is($h->await_end >> 8, 1, 'a program is missing: exit 1');
	like($h->log_text, qr/cannot run .*hotline-core, which belongs beside hotlined/, 'in words');
	my $deep = $h->dir . '/' . 'd' x 100;
	my (undef, undef, $err) = $h->run("$h->{bin}/hotlined", '-c', $h->conf_file, '-s', $deep);
	like($err, qr/too many for a socket.*shorter path/, 'a state directory with a long path');
};

done_testing;

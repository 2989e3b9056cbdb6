#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# A modem that freezes in the middle of a command: the others do not notice, it is recovered by
# itself, and nothing about it delays the end.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;
use Time::HiRes qw(time);

my $h = Hotline->new(conf => 'modem = { sweep_s = 2; check_s = 2; };');
$h->start_sim;
$h->start;

my $texter = '+85512000010';

# Texts a modem from a number of its own each time; the seconds until the answer, or undef.
sub round {
	my ($modem, $patience_s) = @_;
	my $from = $texter++;
	my $began = time;

	$texter = "+$texter" unless $texter =~ /^\+/;
	$h->sim->call("text $from $modem hello");
	return defined $h->sim->got($from, $patience_s) ? time - $began : undef;
}

sub await_frozen { ok(defined $h->sim->await(qr/ frozen m1/), 'm1 freezes') }

my $before = round('m2');
ok(defined $before, 'm2 answers') and diag sprintf 'in %.2f s', $before;
ok(defined round('m1'), 'm1 answers');

my $worker = $h->pid('modem-m1');
$h->sim->call('fault m1 freeze until=reopen');
await_frozen();
my $began = time;
for my $n (1 .. 3) {
	my $during = round('m2');
	ok(defined $during && $during < $before + 12, "m2 answers as before ($n)")
		or diag "before $before, now " . ($during // 'never');
}
ok(defined round('m1', 90), 'm1 answers again');
cmp_ok(time - $began, '<', 60, 'within a minute');
isnt($h->pid('modem-m1'), $worker, 'by a new worker');
is($h->program('modem-m2')->{starts}, 1, 'the other was left alone');

$h->sim->call('fault m1 freeze until=reset');
await_frozen();
$h->sim->call("text +85512000099 m1 to a frozen modem");
cmp_ok($h->stop, '<', 5, 'SIGTERM during the freeze ends all within 5 s');
is($h->{status}, 0, 'with status 0');
is_deeply([grep { !/modem-sim/ } $h->leftovers], [], 'nothing is left');

done_testing;

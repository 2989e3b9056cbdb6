#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Texts arrive on four modems while every process is killed by SIGKILL at random moments. Then every
# text is in exactly one case, in its sender's order, and every answer that was owed has an end: sent
# once, or unknown. make chaos SEED=n KILLS=n TEXTS=n runs it with other numbers; without them it is
# short. The seed is printed; the moments of the kernel are not in it.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;
use Time::HiRes qw(sleep time);

my $seed = $ENV{SEED} || time % 100000;
my $kills = $ENV{KILLS} || 16;
my $texts = $ENV{TEXTS} || 120;
my $people = $ENV{PEOPLE} || ($texts >= 500 ? 50 : 12);
my @modems = map { "m$_" } 1 .. 4;
my @victims = ('core', 'redis', 'hotlined', map { "modem-$_" } @modems);

srand $seed;
diag "SEED=$seed KILLS=$kills TEXTS=$texts";
$Hotline::PATIENCE_S = 300;

my $h = Hotline->new(modems => \@modems, conf => "alert = { escalate_s = 86400; };\n");
$h->start_sim;
$h->start;

# --- texts and kills ---

my (%sent, %sent_by, $killed, %died);
sub number { sprintf '+8551200%04d', $_[0] }

sub text {
	my ($n) = @_;
	my $who = $n % $people;
	my $body = sprintf 'word number %05d', $n;

	$h->sim->call(sprintf 'text %s %s %s', number($who), $modems[$who % @modems], $body);
	$sent{$body} = $who;
	push @{$sent_by{$who}}, $body;
}

sub murder {
	my $victim = $victims[rand @victims];

	if ($victim eq 'hotlined') {
		kill 'KILL', $h->{hotlined};
		$h->await_end;
		$h->start(wait => 0);
	} else {
		my $pid = $h->pid($victim) or return;
		return unless kill 'KILL', $pid;
	}
	$killed++;
	$died{$victim}++;
}

$killed = 0;
for (my $n = 0; $n < $texts || $killed < $kills;) {
	if ($n < $texts) {
		text($n++);
		sleep rand 0.05;
	}
	# As many kills to come as texts, and somewhat apart: a process must live to be killed.
	my $left = $n < $texts ? ($kills - $killed) / ($texts - $n + 1) : 1;
	if ($killed < $kills && rand() < $left) {
		murder();
		sleep 0.2 + rand 0.6;
	}
	$h->sim->fill(0);
}
ok($killed >= $kills, "$killed kills") and diag join ' ', map { "$_=$died{$_}" } sort keys %died;

# --- until all is quiet ---

$h->await_serving;
my $redis = sub { my $r = eval { $h->redis('core') } or return; my $v = eval { $r->call(@_) }; $v };
my $quiet_until = time + 60 + $texts * 2;
my $empty = 0;
while (time < $quiet_until && $empty < 3) {
	my @waiting = map { $redis->('XLEN', "{hotline}:$_") // 1 } 'in', 'res', map { "out:$_" } @modems;
	my $cases = $redis->('HGET', '{hotline}:count', 'core.texts') // 0;
	$empty = (grep { $_ } @waiting) || $cases < $texts ? 0 : $empty + 1;
	$h->sim->fill(0);
	sleep 0.5;
}
cmp_ok($empty, '>=', 3, 'all queues are empty in the end') or diag $h->log_tail;

# --- what came of it ---

my (%where, %order, %out, %end, $strange);
for my $case (@{$h->ctl_json('cases')}) {
	my $id = $case->{id};
	for my $e (@{$h->ctl_json('case', $id)->{entries}}) {
		if ($e->{kind} eq 'in') {
			$where{$e->{text}}{$id}++;
			push @{$order{$id}}, $e->{text};
		} elsif ($e->{kind} eq 'out') {
			$out{$id}{$e->{ref}} = 1;
		} elsif ($e->{kind} eq 'result' && $out{$id}{$e->{ref}}) {
			$end{$id}{$e->{ref}}{(split /[: ]/, $e->{text})[0]}++;
		}
	}
}
is_deeply([grep { !$where{$_} } sort keys %sent], [], 'no text is lost');
is_deeply([grep { my $w = $where{$_}; keys %$w != 1 || (values %$w)[0] != 1 } grep { $where{$_} } sort keys %sent],
	[], 'every text is in one case, once');
my %case_of = map { $sent{$_} => (keys %{$where{$_} || {}})[0] } keys %sent;
is_deeply([grep { "@{$order{$case_of{$_} // ''} || []}" ne "@{$sent_by{$_}}" } sort keys %sent_by], [],
	'in the order of each sender');

my %got;
for my $event ($h->sim->drain(qr/^\* \S+ got /)) {
	my $number = (split / /, $event)[3];
	$got{$number}++;
}
my ($no_end, $bad, $unknown, $answers) = (0, 0, 0, 0);
for my $who (sort keys %sent_by) {
	my $id = $case_of{$who} // next;
	my %n = (sent => 0, unknown => 0, failed => 0);
	for my $ref (keys %{$out{$id}}) {
		my $e = $end{$id}{$ref};
		$no_end++ unless $e && keys %$e == 1 && (values %$e)[0] == 1;
		$n{$_}++ for keys %{$e || {}};
	}
	my $got = $got{number($who)} // 0;
	$answers += $got;
	$unknown += $n{unknown};
	$bad++ if $got < $n{sent} || $got > $n{sent} + $n{unknown} || $n{failed};
	$bad++ if $n{sent} + $n{unknown} != @{$sent_by{$who}};
}
is($no_end, 0, 'every answer has one end');
is($bad, 0, 'none was sent twice, none is missing but those that the log calls unknown');
diag "answers=$answers unknown=$unknown";
cmp_ok($h->stop, '<', 5, 'and it stops');
done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# make bench: what it costs. Figures are of this machine and this run; compare within one run.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use POSIX ();
use Time::HiRes qw(sleep time);

$| = 1;
$Hotline::PATIENCE_S = $ENV{PATIENCE} || 600;
my $texts = $ENV{TEXTS} || 10000;
my $rounds = $ENV{ROUNDS} || 40;
my @programs = ('hotlined', 'redis', 'core', 'modem-m1');

sub cpu_s {
	my ($pid) = @_;
	my @stat = split ' ', (Hotline::slurp("/proc/$pid/stat") =~ /\) (.*)/s)[0];
	return ($stat[11] + $stat[12]) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
}

sub rss_kib { Hotline::slurp("/proc/$_[0]/status") =~ /VmRSS:\s+(\d+)/ ? $1 : 0 }

sub rss_line {
	my ($h, $when) = @_;
	return sprintf "rss_kib %-13s %s\n", $when, join ' ', map { "$_=" . rss_kib($h->pid($_)) } @programs;
}

my $h = Hotline->new(modems => ['m1'], conf => "alert = { escalate_s = 86400; };\n");
$h->start_sim;
$h->start;
sleep 2;
print rss_line($h, 'idle');

# From a new person's text lying in the SIM to its answer's PDU at the modem, whose radio takes no
# time. libgammu itself pauses 0.50 s between the prompt and the PDU, whatever the modem does.
my @ms;
for my $n (1 .. $rounds) {
	my $who = sprintf '+85512100%03d', $n;
	$h->sim->call("text $who m1 hello");
	my ($stored) = $h->sim->await(qr/^\* \S+ stored m1 /) =~ /^\* (\S+)/;
	my ($submit) = $h->sim->await(qr/^\* \S+ submit m1 /) =~ /^\* (\S+)/;
	push @ms, ($submit - $stored) / 1000;
	$h->sim->await(qr/^\* \S+ got \Q$who\E /);
	Hotline::until_true('a quiet outbox', sub { $h->redis('core')->call('XLEN', '{hotline}:out:m1') == 0 });
}
@ms = sort { $a <=> $b } @ms;
printf "latency_ms    n=%d p50=%.0f p99=%.0f of_which_libgammu_pause=500\n", $rounds,
	$ms[$#ms * 0.5], $ms[$#ms * 0.99];

# Core and Redis with appendfsync always, without a modem.
my %before = map { $_ => cpu_s($h->pid($_)) } 'core', 'redis';
my $had = $h->redis('core')->call('HGET', '{hotline}:count', 'core.texts') // 0;
my $began = time;
my ($status, $out, $err) = $h->run("$Hotline::BUILD/tests/bench/flood", $h->conf_file, $h->state_dir,
	'm1', $texts, 500);
die $err if $status;
Hotline::until_true('all texts', sub {
	return $h->redis('core')->call('HGET', '{hotline}:count', 'core.texts') - $had >= $texts;
});
my $took = time - $began;
my %used = map { $_ => cpu_s($h->pid($_)) - $before{$_} } 'core', 'redis';
printf "throughput    texts=%d per_s=%.0f intake_s=%s cpu_s_per_1000: core=%.2f redis=%.2f\n", $texts,
	$texts / $took, $out =~ s/\s+//r, map { $used{$_} * 1000 / $texts } 'core', 'redis';
print rss_line($h, "after_$texts");
$h->stop;

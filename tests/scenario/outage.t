#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Redis stands still for a while (OUTAGE_S; 120 with make chaos) while texts arrive and the SIMs fill
# up: no process dies, nothing is lost, all are answered afterwards. Then every octet that was written
# is searched for the numbers and the words that were used.
use strict;
use warnings;
use utf8;
use Encode qw(encode);
use File::Find qw(find);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;
use Time::HiRes qw(sleep time);

my $outage_s = $ENV{OUTAGE_S} || 12;
my $h = Hotline->new(conf => "modem = { spool_percent = 50; };\n");
$h->start_sim(map { ('-m', "$_:size=20") } 'm1', 'm2');
$h->start;
my %worker = map { $_ => $h->pid($_) } 'core', 'modem-m1', 'modem-m2';

# --- the outage ---

my @people = map { sprintf '+85517654%03d', $_ } 1 .. 4;
my @bodies;
my $redis = $h->pid('redis');
kill 'STOP', $redis;
my $until = time + $outage_s;
for my $n (1 .. 24) {
	push @bodies, "ខ្ញុំនៅផ្ទះលេខ xylograph $n";
	$h->sim->call(sprintf 'text %s m%d %s', $people[$n % @people], 1 + $n % 2, $bodies[-1]);
	sleep 0.2;
}
# A stopped server is a hung one to the supervisor, which starts another: that one is stopped too.
while (time < $until || $h->log_text !~ /spool\{added\}/) {
	$h->sim->fill(0);
	my $now = $h->pid('redis');
	kill 'STOP', $redis = $now if $now && $now != $redis;
	last if time > $until + $Hotline::PATIENCE_S;
	sleep 0.2;
}
is_deeply({map { $_ => $h->pid($_) } keys %worker}, \%worker, 'no process of ours died');
kill 'CONT', $redis;

Hotline::until_true('answers for all', sub {
	$h->sim->fill(0);
	my $r = eval { $h->redis('core') } or return 0;
	my $texts = eval { $r->call('HGET', '{hotline}:count', 'core.texts') } // 0;
	my $left = eval { $r->call('XLEN', '{hotline}:out:m1') + $r->call('XLEN', '{hotline}:out:m2') };
	return $texts >= @bodies && defined $left && $left == 0;
});
my %in;
for my $case (@{$h->ctl_json('cases')}) {
	$in{$_->{text}}++ for grep { $_->{kind} eq 'in' } @{$h->ctl_json('case', $case->{id})->{entries}};
}
is_deeply([grep { ($in{$_} // 0) != 1 } @bodies], [], 'each text is in a case, once');
my @got = $h->sim->drain(qr/^\* \S+ got \+85517654/);
cmp_ok(scalar @got, '>=', scalar @bodies, 'and answered');
like($h->log_text, qr/spool\{added\}/, 'the spool was used');

# --- what was written ---

# Each as UTF-8, as UTF-16, and both in hexadecimal; a number also as the semi-octets of a PDU and
# without its plus.
sub forms {
	my ($s) = @_;
	my @raw = (encode('UTF-8', $s), encode('UTF-16BE', $s), encode('UTF-16LE', $s));

	return (@raw, (map { unpack 'H*', $_ } @raw), map { uc unpack 'H*', $_ } @raw);
}

sub swapped { my $d = $_[0] =~ s/\D//gr; $d .= 'F' if length($d) % 2; return $d =~ s/(.)(.)/$2$1/gr }

# GSM 7-bit (23.038 section 6.1.2.1) at each of the eight places that a septet may begin at.
sub septets {
	my ($word) = @_;
	my $bits = join '', map { scalar reverse sprintf '%07b', ord } split //, $word;

	return map {
		my $part = substr $bits, (8 - $_) % 8;
		my $whole = substr $part, 0, 8 * int(length($part) / 8);
		pack 'b*', $whole;
	} 0 .. 7;
}

my @needles = map { forms($_) } 'ខ្ញុំនៅផ្ទះ', 'xylograph', (map { substr $_, 1 } @people), '85510000000';
push @needles, map { (swapped($_), pack 'H*', swapped($_)) } @people, '+85510000000';
push @needles, septets('xylograph');

sub search {
	my ($what, $data) = @_;
	my @hit = grep { index($data, $_) >= 0 } @needles;

	return @hit ? ("$what: " . join " ", map { unpack "H*", $_ } @hit) : ();
}

my @found;
# The simulator's own folder is the outside world.
find({no_chdir => 1, wanted => sub {
	return $File::Find::prune = 1 if $_ eq $h->state_dir . '/sim';
	push @found, search($_, Hotline::slurp($_) // '') if -f $_;
}}, $h->state_dir);
push @found, search('log', $h->log_text);
for my $name ('hotlined', 'redis', 'core', 'modem-m1', 'modem-m2') {
	my $pid = $h->pid($name);
	push @found, search("$name $_", Hotline::slurp("/proc/$pid/$_") // '') for 'cmdline', 'environ';
}
is_deeply(\@found, [], 'neither a number nor a word was written in clear');
ok(search('itself', join '', forms('xylograph')), 'and the search finds what is there');

$h->stop;
done_testing;

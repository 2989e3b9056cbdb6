#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# The systemd units are well-formed, and every one is shut in.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use File::Temp qw(tempdir);
use Hotline;
use Test::More;

my @units = glob "$Hotline::SOURCE/systemd/*.service";
is(scalar @units, 5, 'a unit a program, and one for all');

# What each must have; a value that differs has its reason beside it in the unit.
my %must = (
	NoNewPrivileges => 'yes', ProtectSystem => 'strict', ProtectHome => 'yes', PrivateTmp => 'yes',
	PrivateNetwork => 'yes', MemoryDenyWriteExecute => 'yes', RestrictNamespaces => 'yes',
	RestrictSUIDSGID => 'yes', LockPersonality => 'yes', ProtectKernelTunables => 'yes',
	ProtectKernelModules => 'yes', ProtectControlGroups => 'yes', SystemCallArchitectures => 'native',
	CapabilityBoundingSet => '', LimitCORE => '0', UMask => '0077', User => 'hotline',
);
for my $file (@units) {
	my ($name) = $file =~ m{([^/]+)$};
	my $text = Hotline::slurp($file);
	my @wrong = grep { $text !~ /^\Q$_=$must{$_}\E$/m } sort keys %must;

	is_deeply(\@wrong, [], "$name: sandbox");
	like($text, qr/^SystemCallFilter=\@system-service$/m, "$name: system calls");
	like($text, qr/^(?:PrivateDevices=yes|DevicePolicy=closed)$/m, "$name: devices");
}

SKIP: {
	my $analyze = (grep { -x } map { "$_/systemd-analyze" } split /:/, $ENV{PATH})[0];
	skip 'no systemd-analyze here', 1 unless $analyze;
	my $dir = tempdir(CLEANUP => 1);
	# What is not installed must not look like a mistake.
	for my $file (@units) {
		my $text = Hotline::slurp($file);
		$text =~ s{^(ExecStart\w*=)\@?/\S+}{$1/bin/true}mg;
		Hotline::spew("$dir/" . ($file =~ m{([^/]+)$})[0], $text);
	}
	my @names = map { s/\@\.service$/\@m1.service/r } glob "$dir/*.service";
	my $said = `SYSTEMD_UNIT_PATH=$dir: $analyze verify --man=no @names 2>&1`;
	if ($said =~ /Failed to (?:initialize|connect)|not supported/) {
		skip "systemd-analyze does not run here: $said", 1;
	}
	is(join('', grep { index($_, $dir) >= 0 || /hotline/ } split /^/, $said), '',
		'systemd-analyze verify finds nothing');
}

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Which room may include which: arrows point one way (docs/ARCHITECTURE.md has the picture).
use strict;
use warnings;
use FindBin;
use Test::More;

chdir "$FindBin::Bin/../.." or die;

my @leaf = qw(base text seal bus);
my %may = (
	base => [], text => ['base'], seal => ['base'], bus => [qw(base seal)],
	handlers => [qw(base text)], menu => [qw(base text handlers)], duty => [qw(base text)],
	modem => [@leaf], supervise => [@leaf],
	core => [@leaf, qw(menu handlers duty)], ctl => [@leaf, qw(menu handlers duty)],
	main => [@leaf, qw(modem core supervise ctl)],
	sim => ['base'],
);
# What only one room may touch.
my %library = (
	qr{^gammu} => ['modem'], qr{^unicode/} => [qw(text sim)], qr{^libconfig} => ['base'],
	qr{^hiredis/} => ['bus'], qr{^event2/} => [qw(bus core supervise sim)],
);

sub room {
	my ($path) = @_;
	return $1 if $path =~ m{^gateway/(\w+)/};
	return 'main' if $path =~ m{^gateway/};
	return 'handlers' if $path =~ m{^handlers/};
	return 'sim' if $path =~ m{^tests/sim/};
	return;
}

# Where "x/y.h" is found by the include paths gateway, handlers and tests.
sub target {
	my ($name) = @_;
	for my $dir ('gateway', 'handlers', 'tests') {
		return room("$dir/$name") if -e "$dir/$name";
	}
	return;
}

my (@wrong, @size);
for my $file (glob 'gateway/*/*.[ch] gateway/*.c handlers/*.[ch] tests/sim/*.[ch]') {
	my $room = room($file);
	open my $in, '<', $file or die "$file: $!";
	while (my $line = <$in>) {
		if ($line =~ /^#include "(?!hotline_lua)([^"]+)"/) {
			my $to = target($1) // 'nowhere';
			push @wrong, "$file:$.: $room may not include $1 ($to)"
				unless $to eq $room || grep { $_ eq $to } @{$may{$room} || []};
		} elsif ($line =~ /^#include <([^>]+)>/) {
			my $header = $1;
			for my $lib (keys %library) {
				push @wrong, "$file:$.: $header belongs to @{$library{$lib}}"
					if $header =~ $lib && !grep { $_ eq $room } @{$library{$lib}};
			}
		}
	}
}
is_deeply(\@wrong, [], 'every arrow points the way it should');
done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Every fuzzer reads its corpus again: what once broke something must not break it twice.
use strict;
use warnings;
use FindBin;
use Test::More;

my $build = $ENV{BUILD} || "$FindBin::Bin/../../build";
my @fuzzers = glob "$build/tests/fuzz/fuzz_*";

plan skip_all => 'no fuzzers are built' unless @fuzzers;
for my $fuzzer (@fuzzers) {
	my ($name) = $fuzzer =~ m{fuzz_(\w+)$};
	my @files = glob "$FindBin::Bin/corpus/$name/*";

	cmp_ok(scalar @files, '>', 0, "$name has a corpus");
	for my $file (@files) {
		my $said = `PHRASES="$FindBin::Bin/../../menus/phrases" "$fuzzer" "$file" 2>&1`;
		is($?, 0, "$name: " . ($file =~ m{([^/]+)$})[0]) or diag $said;
	}
}
done_testing;

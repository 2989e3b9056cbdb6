#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What tools say of the sources: layout, static analysis, man pages, and what every file must have.
use strict;
use warnings;
use FindBin;
use Test::More;

chdir "$FindBin::Bin/../.." or die;

my @c = glob 'gateway/*.c gateway/*/*.[ch] handlers/*.[ch] tests/sim/*.[ch] tests/unit/*.[ch]'
	. ' tests/fuzz/*.c tests/bench/*.c';
my $said = `clang-format --dry-run -Werror @c 2>&1`;
is($?, 0, 'layout is clang-format\'s; make format does it') or diag substr($said, 0, 2000);

my @man = glob 'gateway/*/*.[1-8] tests/sim/*.[1-8] etc/*.[1-8] menus/*.[1-8] gateway/*.[1-8]';
$said = `mandoc -T lint -W warning @man 2>&1`;
is($said, '', scalar(@man) . ' man pages have no flaws');

my @bare = grep { open my $in, '<', $_ or die; my $head = join '', map { $_ // '' } (<$in>)[0 .. 3];
	$head !~ /SPDX-License-Identifier: GPL-3\.0-or-later/ } @c, 'Makefile', glob('tests/*/*.t .ci/*');
is_deeply(\@bare, [], 'every source names its licence');

$said = `cppcheck --quiet --std=c11 --enable=warning,performance --inline-suppr \\
	--suppress=missingInclude --error-exitcode=1 -j2 -D_GNU_SOURCE -DVERSION='""' -DPREFIX='""' \\
	-DSYSCONF='""' -Igateway -Ihandlers -Itests gateway handlers 2>&1`;
is($?, 0, 'cppcheck finds nothing') or diag $said;

done_testing;

#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# What a newcomer does: `make run` with a conversation on its standard input, in seven languages; and
# what happens when it is interrupted or cannot start.
use strict;
use warnings;
use utf8;
use Encode qw(encode decode);
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;
use Time::HiRes qw(sleep time);

binmode $_, ':utf8' for Test::More->builder->output, Test::More->builder->failure_output;

my $responder = '+85510000000';

# Runs a command with lines on its standard input: (exit status, lines of standard output).
sub with_input {
	my ($h, $lines, @command) = @_;
	my $in = $h->dir . '/lines';

	Hotline::spew($in, encode('UTF-8', join '', map { "$_\n" } @$lines));
	my $pid = fork // die;
	if (!$pid) {
		delete @ENV{qw(MAKEFLAGS MFLAGS MAKELEVEL LC_ALL)};
		$ENV{LANG} = 'C';
		chdir '/';
		open STDIN, '<', $in;
		open STDOUT, '>', $h->dir . '/out';
		open STDERR, '>', $h->dir . '/err';
		exec @command or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	my $status = $?;
	return ($status, split /\n/, decode('UTF-8', Hotline::slurp($h->dir . '/out')));
}

sub only_phones {
	my @strange = grep { !/^# / && !/^\+\d{7,15} < / } @_;

	is_deeply(\@strange, [], 'standard output has texts and remarks, nothing else');
}

subtest 'the command of the README, twice' => sub {
	for my $n (1 .. 2) {
		my $h = Hotline->new;
		my ($status, @out) = with_input($h, ['ជួយខ្ញុំផង', '១', '១', 'ភ្នំពេញ'],
			'make', '-s', '-C', $Hotline::SOURCE, 'run', "BUILD=$Hotline::BUILD",
			'STATE=' . $h->state_dir);
		is($status, 0, "exit 0 ($n)") or diag join "\n", @out, Hotline::slurp($h->dir . '/err');
		only_phones(@out);
		my @mine = grep { /^\+85512000001 < .*\p{Khmer}/ } @out;
		cmp_ok(scalar @mine, '>=', 4, 'each text is answered in Khmer');
		my @alerts = grep { /^\Q$responder\E < ALRT \d{4} URGENT km\/KH/ } @out;
		is(scalar @alerts, 1, 'the responder on duty is alerted, once');
		is_deeply([$h->leftovers], [], 'nothing is left running');
	}
};

subtest 'seven languages, and a claim' => sub {
	my $h = Hotline->new;
	my %talk = (
		en => ['+85512000011', 'help me', '1', '1', 'Phnom Penh'],
		km => ['+85512000012', 'ជួយខ្ញុំផង', '១', '១', 'ភ្នំពេញ'],
		lo => ['+85620500013', 'ຊ່ວຍຂ້ອຍແດ່', '໑', '໑', 'ວຽງຈັນ'],
		th => ['+66810000014', 'ช่วยฉันด้วย', '๑', '๑', 'กรุงเทพ'],
		vi => ['+84910000015', 'giúp tôi với', '1', '1', 'Hà Nội'],
		my => ['+95945000016', 'ကူညီပါ', '၁', '၁', 'ရန်ကုန်'],
		zh => ['+86138000000017', '救救我', '１', '１', '昆明'],
	);
	my $script = {km => qr/\p{Khmer}/, lo => qr/\p{Lao}/, th => qr/\p{Thai}/, my => qr/\p{Myanmar}/,
		zh => qr/\p{Han}/, vi => qr/[ăâđêôơưạảấầẩậắằẳặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỵỷỹ]/i,
		en => qr/[A-Za-z]{4}/};
	my @lines = map { my ($number, @texts) = @{$talk{$_}}; ("/as $number", @texts) } sort keys %talk;
	my ($status, @out) = with_input($h, \@lines, 'env', 'STATE=' . $h->state_dir,
		"$Hotline::SOURCE/tests/run.sh", $Hotline::BUILD);

	is($status, 0, 'exit 0') or diag join "\n", @out;
	only_phones(@out);
	for my $lang (sort keys %talk) {
		my $number = $talk{$lang}[0];
		my @mine = grep { /^\Q$number\E < / } @out;
		cmp_ok(scalar @mine, '>=', 4, "$lang: each text is answered");
		is(scalar(grep { !/ < .*$script->{$lang}/ } @mine), 0, "$lang: in that language")
			or diag join "\n", @mine;
		is(scalar(grep { m{^\Q$responder\E < ALRT \d{4} URGENT $lang/} } @out), 1,
			"$lang: an alert");
	}
	my @codes = map { /^\Q$responder\E < ALRT (\d{4})/ ? $1 : () } @out;
	is(scalar(keys %{{map { $_ => 1 } @codes}}), scalar @codes, 'each alert has a code of its own');
	is_deeply([$h->leftovers], [], 'nothing is left running');
};

# What follows is about tests/run.sh alone: programs that stand in do.
sub build_of_stand_ins {
	my ($h) = @_;

	$h->stand_ins;
	symlink "$Hotline::BUILD/$_", $h->dir . "/bin/$_" for 'modem-sim', 'handsets', 'hotlinectl';
	return $h->dir . '/bin';
}

for my $signal ('INT', 'TERM', 'HUP', 'KILL') {
	subtest "SIG$signal ends it" => sub {
		my $h = Hotline->new;
		my $bin = build_of_stand_ins($h);
		my $out = $h->dir . '/out';

		$ENV{STATE} = $h->state_dir;
		pipe my $never, my $kept or die; # a standard input that neither speaks nor ends
		my $pid = fork // die;
		if (!$pid) {
			open STDIN, '<&', $never;
			close $kept;
			open STDOUT, '>', $out;
			open STDERR, '>&', \*STDOUT;
			setpgrp 0, 0;
			exec "$Hotline::SOURCE/tests/run.sh", $bin or POSIX::_exit(127);
		}
		delete $ENV{STATE};
		Hotline::until_true('phones', sub { (Hotline::slurp($out) // '') =~ /^# hotline on/m });
		my $began = time;
		# Ctrl-C and a closed terminal reach the whole group.
		kill $signal, $signal eq 'INT' || $signal eq 'HUP' ? -$pid : $pid;
		waitpid $pid, 0;
		cmp_ok(time - $began, '<', 10, 'soon');
		Hotline::until_true('end of all', sub { !$h->leftovers });
		pass('nothing is left running');
	};
}

subtest 'a start that cannot be' => sub {
	my $h = Hotline->new;
	my $bin = build_of_stand_ins($h);

	unlink "$bin/hotline-core";
	my ($status, @out) = with_input($h, ['hello'], 'env', 'STATE=' . $h->state_dir,
		"$Hotline::SOURCE/tests/run.sh", $bin);
	is($status >> 8, 1, 'exit 1');
	is(scalar(grep { !/^# / } @out), 0, 'only remarks');
	like("@out", qr/hotline did not start.*cannot run \S+hotline-core.*log: /, 'with the reason');
	is_deeply([$h->leftovers], [], 'nothing is left running');
	($status, @out) = with_input($h, [], 'env', 'STATE=' . $h->dir . '/' . 'd' x 90,
		"$Hotline::SOURCE/tests/run.sh", $bin);
	is($status >> 8, 1, 'a path that is too long for sockets');
	like("@out", qr/^# .*too long for sockets/, 'in words');
};

done_testing;

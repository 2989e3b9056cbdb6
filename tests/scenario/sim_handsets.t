#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# sim_handsets: the handsets program on a pipe: lines one by one, answers, remarks, quiet, its end.
# The other side is a stand-in that answers each text with "re: " and the text.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Test::More;
use Encode qw(decode encode);
use IO::Handle;
use IO::Select;
use POSIX ();
use Time::HiRes qw(time);
use lib 'tests/lib';
use Sim;

my $build = Sim::build_dir();

# A process that answers the texts of one modem; $delay_s before each answer.
sub stand_in {
	my ($sim, $modem, $delay_s) = @_;
	my $pid = fork // die "fork: $!";
	return $pid if $pid;
	my $at = $sim->at($modem);
	$at->command('AT+CNMI=2,1');
	while (1) {
		my $list = $at->command('AT+CMGL=4') // last;
		while ($list =~ /\+CMGL: (\d+),\d,,(\d+)\r\n([0-9A-F]+)\r\n/g) {
			my ($index, $tpdu) = ($1, substr $3, -2 * $2);
			$at->command("AT+CMGD=$index");
			# first octet, sender (2 + 6 octets), PID, DCS, time (7), then the user data
			my ($sender, $dcs, $ud) = $tpdu =~ /^..(0B91.{12})..(..).{14}..(.*)$/ or next;
			$ud = unpack 'H*', encode('UTF-16BE', 're: ' . ($dcs eq '08'
				? decode('UTF-16BE', pack 'H*', $ud) : "septets"));
			select undef, undef, undef, $delay_s; # the network's and the gateway's time
			$at->submit(uc sprintf '1100%s0008FF%02X%s', $sender, length($ud) / 2, $ud);
		}
		$at->expect(qr/\+CMTI: .*\r\n/, 0.2);
	}
	POSIX::_exit(0);
}

# Runs handsets with this on its standard input; returns status, output, errors and seconds.
sub handsets {
	my ($sim, $input, @options) = @_;
	my $dir = $sim->dir;
	open my $in, '>:raw', "$dir/in" or die $!;
	print $in $input =~ /[^\x00-\xff]/ ? encode('UTF-8', $input) : $input;
	close $in;
	my $start = time;
	system("LC_ALL=C timeout 60 cat '$dir/in' | LC_ALL=C timeout 60 '$build/handsets' -d '$dir' "
		. "@options >'$dir/out' 2>'$dir/err'");
	my $status = $? >> 8;
	my @said = map { open my $fh, '<:encoding(UTF-8)', "$dir/$_" or die $!; local $/; <$fh> // '' }
		qw(out err);
	return ($status, @said, time - $start);
}

my $sim = Sim->start(modems => ['m1', 'm2']);
my @children = map { stand_in($sim, $_, 0.1) } qw(m1 m2);

subtest 'a conversation' => sub {
	my ($status, $out, $err, $s) = handsets($sim, "ជួយខ្ញុំ\n១\n/as +66810000001\nช่วยด้วย\n");
	is $status, 0, 'ends well';
	is $out, "+85512000001 < re: ជួយខ្ញុំ\n+85512000001 < re: ១\n+66810000001 < re: ช่วยด้วย\n",
		'answers, each before the next line';
	is $err, '', 'nothing else';
	cmp_ok $s, '<', 10, 'without waiting for what does not come';
	$sim->skip_events;
	handsets($sim, "a\n/as +1\nb\n/as +85512000001\nc\n", '-a 0.2', '-q 0.2');
	my %modem;
	while (my $e = $sim->wait_event(qr/^text/, 0.2)) { my @w = split / /, $e; $modem{ $w[1] }{ $w[2] } = 1 }
	is_deeply [map { scalar keys %$_ } values %modem], [1, 1], 'a handset keeps to its modem';
	isnt((keys %{ $modem{'+1'} })[0], (keys %{ $modem{'+85512000001'} })[0], 'in turn');
};

subtest 'lines' => sub {
	my ($status, $out) = handsets($sim, "/frob\n/as x\n/wait x\n\n  \n/wait 0\n/help\n", '-q 0');
	is $status, 0, 'ends well';
	is $out =~ s/^# .*\n//mgr, '', 'remarks only';
	like $out, qr{^# /frob is no command; /help lists them$}m, 'unknown';
	like $out, qr{^# /as takes a number}m, '/as';
	like $out, qr{^# /wait takes a number}m, '/wait';
	like $out, qr{^# /ring +ring the hotline}m, '/help';
	(undef, $out) = handsets($sim, "no newline at the end ក", '-q 0');
	is $out, "+85512000001 < re: no newline at the end ក\n", 'a last line without a newline';
	(undef, $out) = handsets($sim, "bad \xff\xfe\nnul \0\n" . 'x' x 20000 . "\n", '-q 0');
	like $out, qr/^# the text is not valid UTF-8$/m, 'no UTF-8';
	like $out, qr/^# a line with a NUL/m, 'NUL';
	like $out, qr/^# a line of 20000 octets/m, 'too long';
	$sim->skip_events;
	(undef, $out) = handsets($sim, encode('UTF-8', "back\\slash \x{1780}\r\n"), '-q 0');
	is $out, "+85512000001 < re: back\\\\slash ក\n", 'a backslash is a backslash; CR LF is a line end';
	(undef, $out) = handsets($sim, "/ring\n", '-q 0', '-a 0.5');
	is $out, "# +85512000001 rang m1: gave-up\n", '/ring';
	($status, $out, undef, my $s) = handsets($sim, "x ក\n/wait 1\n/quit\nnever\n");
	is $out, "+85512000001 < re: x ក\n", '/quit leaves the rest';
	cmp_ok $s, '>=', 0.9, '/wait waits';
	cmp_ok $s, '<', 5, 'and no longer';
};

subtest 'quiet is the simulator\'s word' => sub {
	$sim->ok("modem $_ set air_ms=700") for qw(m1 m2);
	my ($status, $out) = handsets($sim, "slow ក\n", '-a 0.3', '-q 0.3');
	is $out, "+85512000001 < re: slow ក\n", 'a text in the air is no quiet';
	$sim->ok("modem $_ set air_ms=0") for qw(m1 m2);
};

kill 'KILL', @children;
waitpid $_, 0 for @children;

subtest 'nobody answers' => sub {
	my ($status, $out, undef, $s) = handsets($sim, "anybody?\n", '-g 1');
	is $status, 1, 'not well';
	like $out, qr/^# gave up waiting: 0 texts wait in the network, 1 lie in the modems$/m, 'and why';
	$sim->ok("sim $_ clear") for qw(m1 m2);
};

subtest 'a terminal' => sub {
	plan skip_all => 'no script(1)' unless grep { -x "$_/script" } split /:/, $ENV{PATH};
	my $dir = $sim->dir;
	my $out = decode('UTF-8', `printf '/as +66810000001\\n/quit\\n' | TERM=dumb timeout 30 script -qec "'$build/handsets' -d '$dir'" /dev/null`);
	like $out, qr{# you are \+85512000001; type what to text to the hotline, /help for more}, 'greets';
	like $out, qr/\+85512000001> /, 'prompts';
	like $out, qr/# you are \+66810000001 now/, 'tells of a change';
};

subtest 'without a simulator' => sub {
	my ($status, $out, $err) = handsets($sim, '', '-m nobody');
	is $status, 1, 'no such modem';
	like $err, qr/^handsets: nobody: the simulator has no such modem$/, 'said';
	my $dir = $sim->dir;
	pipe my $input, my $keep_open or die $!;
	my $pid = open(my $fh, '-|') // die "fork: $!";
	if (!$pid) {
		close $keep_open;
		open STDIN, '<&', $input;
		open STDERR, '>&', \*STDOUT;
		exec "$build/handsets", '-d', $dir;
	}
	print {$keep_open} "/as x\n";
	$keep_open->flush;
	like scalar(<$fh>), qr/^# \/as/, 'connected';
	kill 'KILL', $sim->pid;
	is scalar(<$fh>), "handsets: the simulator has gone away\n", 'gone';
	close $fh;
	is $? >> 8, 1, 'status 1';
	my $none = `'$build/handsets' -d '$dir/none' -w 0 2>&1 </dev/null`;
	is $? >> 8, 1, 'never there';
	like $none, qr/^handsets: .*: no modem-sim answers there/, 'said';
};

done_testing;

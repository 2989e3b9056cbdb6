#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# gammu_cli: Debian's gammu, a client written elsewhere, drives modem-sim, and every answer is checked.
# Each start of gammu takes 3 s on a serial connection, so commands go in batches.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Test::More;
use Encode qw(decode encode);
use File::Temp qw(tempfile);
use IO::Select;
use Time::HiRes qw(time);
use lib 'tests/lib';
use Sim;

plan skip_all => 'gammu is not installed' unless grep { -x "$_/gammu" } split /:/, $ENV{PATH};

my $sim = Sim->start(modems => ['m1', 'm2', 'small:size=3']);

sub config {
	my ($modem) = @_;
	my $path = $sim->dir . "/gammurc.$modem";
	open my $fh, '>', $path or die "$path: $!";
	print $fh "[gammu]\ndevice = " . $sim->dir . "/$modem\nconnection = at115200\nmodel = at\n",
		"synchronizetime = no\nlogformat = nothing\n";
	close $fh;
	return $path;
}

# Runs gammu with a deadline; returns its exit status and all that it says.
sub gammu {
	my ($modem, @args) = @_;
	local $ENV{LANG} = 'C.UTF-8';
	local $ENV{LC_ALL} = 'C.UTF-8';
	my $pid = open(my $fh, '-|') // die "fork: $!";
	if (!$pid) {
		open STDERR, '>&', \*STDOUT;
		open STDIN, '<', '/dev/null';
		exec 'timeout', '90', 'gammu', '-c', config($modem), map { encode('UTF-8', $_) } @args;
	}
	binmode $fh;
	local $/;
	my $said = decode('UTF-8', <$fh>);
	close $fh;
	return ($? >> 8, $said);
}

sub batch {
	my ($modem, @commands) = @_;
	my ($fh, $path) = tempfile(DIR => $sim->dir);
	binmode $fh;
	print $fh map { encode('UTF-8', "$_\n") } @commands;
	close $fh;
	my ($status, $said) = gammu($modem, 'batch', $path);
	my %part;
	for my $block (split /^-{20,}\n/m, $said) {
		$part{$2} .= $block if $block =~ /^Executing batch ".*" - command (\d+): (.*)\n/;
	}
	return ($status, \%part);
}

# The messages of getallsms or geteachsms: a list of hashes of the heading lines, with the text as "text".
sub messages {
	my ($said) = @_;
	my (@all, $m);
	for my $block (split /^(?=SMS message\n)/m, $said) {
		next unless $block =~ s/^SMS message\n//;
		my %m;
		while ($block =~ s/^([A-Z][\w ]*?) *: (.*)\n//) { $m{$1} = $2 }
		$block =~ s/^\n//;
		$block =~ s/\n\n.*//s;
		push @all, { %m, text => $block };
	}
	return @all;
}

subtest 'who and where' => sub {
	$sim->ok('modem m1 set operator=Test Net,plmn=45601,signal=17');
	my ($status, $part) = batch('m1', qw(identify getsmsc networkinfo battery getsecuritystatus
		getdatetime getsmsfolders));
	is $status, 0, 'gammu is content';
	like $part->{identify}, qr/^Manufacturer +: SIMULATED$/m, 'manufacturer';
	like $part->{identify}, qr/^Model +: .*MODEM-SIM/m, 'model';
	like $part->{identify}, qr/^Firmware +: 1\.0/m, 'revision';
	like $part->{identify}, qr/^IMEI +: 356800000000011$/m, 'IMEI';
	like $part->{identify}, qr/^SIM IMSI +: 456010000000001$/m, 'IMSI';
	like $part->{getsmsc}, qr/^Number +: "\+85510000999"$/m, 'service centre';
	like $part->{networkinfo}, qr/^Network state +: home network$/m, 'registered';
	like $part->{networkinfo}, qr/^Network +: 456 01 .*LAC 1A2B, CID 00C3D4E5$/m, 'cell';
	like $part->{networkinfo}, qr/^Name in phone +: "Test Net"$/m, 'operator';
	like $part->{networkinfo}, qr/^GPRS +: attached$/m, 'attached';
	like $part->{battery}, qr/^Battery level +: 100 percent$/m, 'battery';
	like $part->{getsecuritystatus}, qr/^Nothing to enter\.$/m, 'no PIN asked for';
	like $part->{getdatetime}, qr/Phone time is .*\d\d:\d\d:\d\d/, 'clock';
	like $part->{getsmsfolders}, qr/Inbox", SIM memory/, 'folders';
};

subtest 'texts on the SIM are read, joined and deleted' => sub {
	my $khmer = 'ជួយខ្ញុំផង 🙏 ' x 12;
	my $long = join ' ', map { sprintf 'word%03d', $_ } 1 .. 50;
	$khmer =~ s/ $//;
	$sim->ok('phone +85512000003 set ref=16');
	$sim->ok('text +85512000001 m1 first\nsecond {€}');
	$sim->ok("text +85512000002 m1 $khmer");
	$sim->ok("text +85512000003 m1 $long");
	$sim->ok('text ACME m1 from a name');
	$sim->ok('text 2020 m1 from a short code');
	$sim->wait_event(qr/^stored m1 SM 9 /);
	my ($status, $part) = batch('m1', 'getallsms', 'geteachsms');
	is $status, 0, 'gammu is content';
	my @parts = messages($part->{getallsms});
	is scalar(@parts), 9, 'nine slots used';
	is_deeply [map { $_->{'User Data Header'} =~ /(part \d of \d)/ } @parts[1 .. 3]],
		['part 1 of 3', 'part 2 of 3', 'part 3 of 3'], 'the parts of a long one in order';
	is $parts[0]{Status}, 'UnRead', 'new at first';
	my @got = messages($part->{geteachsms});
	is scalar(@got), 5, 'five texts';
	is $got[0]{text}, "first\nsecond {€}", 'GSM alphabet with newline and extension';
	is $got[0]{'Remote number'}, '"+85512000001"', 'sender';
	is $got[0]{'SMSC number'}, '"+85510000999"', 'service centre';
	like $got[0]{Sent}, qr/\d\d:\d\d:\d\d \d{4} \+0000/, 'time';
	is $got[0]{Status}, 'Read', 'read by the first look';
	is $got[1]{text}, $khmer, 'Khmer and emoji of several parts';
	is $got[1]{Coding}, 'Unicode (no compression)', 'in UCS-2';
	like $got[1]{'User Data Header'}, qr/ID \(8 bit\) 1, 3 parts/, 'with an 8 bit reference';
	is $got[2]{text}, $long, 'a long Latin text';
	like $got[2]{'User Data Header'}, qr/ID \(16 bit\) 1, 3 parts/, 'with a 16 bit reference';
	is $got[3]{'Remote number'}, '"ACME"', 'alphanumeric sender';
	is $got[4]{'Remote number'}, '"2020"', 'short code';
	($status, $part) = batch('m1', 'deletesms 1 1', 'deleteallsms 1', 'getallsms');
	is $status, 0, 'deleted';
	like $part->{getallsms}, qr/0 SMS parts in 0 SMS sequences/, 'none left by gammu\'s count';
	is $sim->stat('stored'), 0, 'none left by the SIM\'s';
};

subtest 'a full SIM keeps the network waiting, in order' => sub {
	$sim->ok("text +85512000001 small number $_") for 1 .. 5;
	ok $sim->wait_stat('stored', 3, 'small'), 'three fit';
	is $sim->stat('queued', 'small'), 2, 'two wait';
	my ($status, $part) = batch('small', 'getallsms', 'deletesms 1 1', 'deletesms 1 2');
	is join(',', map { $_->{text} } messages($part->{getallsms})),
		'number 1,number 2,number 3', 'three are there';
	$sim->wait_event(qr/^stored small SM \d+ \d+/) for 1 .. 2;
	is $sim->stat('queued', 'small'), 0, 'none waits when slots are free';
	my @slots = map { (split)[4] } $sim->ok('sim small list');
	is scalar(@slots), 3, 'three slots again';
};

subtest 'sending' => sub {
	my $khmer = 'យើងនៅទីនេះ';
	my $long = 'ខ្ញុំត្រូវការជំនួយ.' x 10; # a batch splits at blanks, so there are none
	my @send = (
		'sendsms TEXT +85512000007 -text Hello{there}',
		"sendsms TEXT +85512000007 -unicode -text $khmer",
		"sendsms TEXT +85512000007 -unicode -len 400 -text $long",
		'sendsms TEXT +85510000102 -report -text to-m2');
	$sim->skip_events;
	my ($status, $part) = batch('m1', @send);
	is $status, 0, 'accepted';
	like $part->{ $send[0] }, qr/OK, message reference=0/, 'reference 0';
	like $part->{ $send[1] }, qr/OK, message reference=1/, 'reference 1';
	like $part->{ $send[2] }, qr{Sending SMS 3/3.*OK, message reference=4}, 'three parts';
	like $part->{ $send[3] }, qr/OK, message reference=5/, 'reference 5';
	like $sim->wait_event(qr/^got /), qr/^got \+85512000007 m1 [0-9a-f]+ Hello\{there\}$/, 'got';
	like $sim->wait_event(qr/^got /), qr/ \Q$khmer\E$/, 'Khmer';
	my $got = $sim->wait_event(qr/^got /);
	like $got, qr/ \Q$long\E$/, 'a long one arrives joined';
	is scalar(split /,/, (split / /, $got)[3]), 3, 'of three parts';
	like $sim->wait_event(qr/^report m1 /), qr/ \+85510000102 0x00$/, 'a report comes back';
	like $sim->wait_event(qr/^stored m2 /), qr/^stored m2 SM 1 /, 'the text is stored there';
	$sim->ok('fault m1 refuse n=38');
	($status, my $said) = gammu('m1', 'sendsms', 'TEXT', '+85512000007', '-text', 'no');
	isnt $status, 0, 'a refusal is an error';
	like $said, qr/error 38, message reference=-1/, 'and said with its number';
};

subtest 'USSD' => sub {
	$sim->ok('ussd m1 answer *100# 0 Balance: 5.00');
	$sim->ok('ussd m1 answer *101# 0 ទឹកប្រាក់');
	$sim->skip_events;
	my ($status, $said) = gammu('m1', 'getussd', '*100#');
	like $said, qr/^Service reply +: "Balance: 5\.00"$/m, 'GSM alphabet';
	is $sim->wait_event(qr/^ussd /), 'ussd m1 *100#', 'as dialled';
	($status, $said) = gammu('m1', 'getussd', '*101#');
	like $said, qr/^Service reply +: "ទឹកប្រាក់"$/m, 'Khmer';
};

subtest 'monitor: what comes unasked' => sub {
	my $pid = open(my $fh, '-|') // die "fork: $!";
	if (!$pid) {
		open STDERR, '>&', \*STDOUT;
		open STDIN, '<', '/dev/null';
		exec 'timeout', '60', 'stdbuf', '-oL', 'gammu', '-c', config('m2'), 'monitor', '60';
	}
	binmode $fh;
	my $said = '';
	my $until = sub {
		my ($re) = @_;
		my $deadline = time + 40;
		while ($said !~ $re) {
			return 0 unless IO::Select->new($fh)->can_read($deadline - time);
			return 0 unless sysread $fh, my $more, 65536;
			$said .= $more;
		}
		return 1;
	};
	ok $until->(qr/GPRS +: /), 'a first round';
	like $said, qr/Enabling info about incoming SMS +: No error/, 'notifications on';
	like $said, qr/Enabling info about calls +: No error/, 'calls on';
	like $said, qr/Enabling info about USSD +: No error/, 'USSD on';
	like $said, qr/^Signal strength +: -73 dBm/m, 'signal';
	like $said, qr/^SIM SMS status +: 1 used, .*30 locations/m, 'SIM status';
	$sim->ok('text +85512000005 m2 while watching');
	ok $until->(qr/SMS message received|while watching/i), 'a text is announced';
	$sim->ok('ring +85512000006 m2');
	ok $until->(qr/\+85512000006/), 'a call is announced with its number';
	$sim->ok('ussd m2 push 0 network says hello');
	ok $until->(qr/network says hello/), 'a USSD push is announced';
	kill 'TERM', $pid;
	close $fh;
};

is $sim->stop, 0, 'modem-sim ends well';
done_testing;

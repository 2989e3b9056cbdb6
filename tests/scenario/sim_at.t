#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# sim_at: modem-sim spoken to in plain AT over its tty: commands, storage, notifications, and every
# fault it can be told to have.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use Test::More;
use Encode qw(encode);
use lib 'tests/lib';
use Sim;

# SMS-SUBMIT to +85512000007, GSM alphabet, "hi"; and the same asking for a status report.
my $HI = '1100' . '0B915815020000F7' . '0000FF' . '02E834';
my $HI_REPORT = '3100' . '0B915815020000F7' . '0000FF' . '02E834';

my $sim = Sim->start(modems => ['m1', 'm2:size=2,pin=1234', 'e173:manufacturer=huawei,index_base=0',
	'old:memory=ME,cnmi3=0,charsets=GSM HEX,hex=plain']);

sub fresh {
	my ($modem) = @_;
	$sim->ok("fault $modem clear");
	$sim->ok("reset $modem");
	$sim->ok("sim $modem clear") if $modem ne 'old';
	my $at = $sim->at($modem);
	$at->rest(0.05);
	$sim->skip_events;
	return $at;
}

subtest 'command lines' => sub {
	my $at = fresh('m1');
	is $at->command('AT'), "AT\r\r\nOK\r\n", 'echo and OK';
	is $at->command('at+csq'), "at+csq\r\r\n+CSQ: 20,0\r\n\r\nOK\r\n", 'any case';
	is $at->command('AT+CMEE=1;+CMEE?'), "AT+CMEE=1;+CMEE?\r\r\n+CMEE: 1\r\n\r\nOK\r\n", 'two in a line';
	like $at->command('AT+CMEE=7;+CMEE?'), qr/\r\nERROR\r\n$/, 'the first error ends the line';
	like $at->command('AT+NONSENSE'), qr/\r\nERROR\r\n$/, 'unknown';
	like $at->command('ATE0'), qr/^ATE0\r\r\nOK/, 'echo off takes effect afterwards';
	is $at->command('AT+CSQ'), "\r\n+CSQ: 20,0\r\n\r\nOK\r\n", 'no echo';
	like $at->command('ATE1'), qr/^\r\nOK/, 'echo on';
	like $at->command("AX\x08T"), qr/OK/, 'backspace';
	like $at->command('AT' . 'X' x 5000), qr/ERROR/, 'an endless line';
	like $at->command('AT'), qr/OK/, 'and it is over';
	$at->send("\x1b\r");
	is $at->rest, "\x1b\r", 'ESC CR is nothing';
	like $at->command('ATI'), qr/IMEI: 356800000000011/, 'ATI';
	like $at->command('AT+CGSN'), qr/\r\n356800000000011\r\n/, 'IMEI';
	like $at->command('AT+CIMI'), qr/\r\n456010000000001\r\n/, 'IMSI';
	like $at->command('AT+CCID'), qr/\+CCID: 8985501000000000016\r\n/, 'ICCID';
	like $at->command('AT+CCLK?'), qr{\+CCLK: "\d\d/\d\d/\d\d,\d\d:\d\d:\d\d\+00"}, 'clock';
	like $at->command('AT+CSCS=?'), qr/\("GSM","IRA","UCS2"\)/, 'charsets';
	like $at->command('AT+CSCS="KLINGON"'), qr/\+CME ERROR: 4/, 'an unknown one';
	$at->command('AT+CSCS="UCS2"');
	$at->command('AT+COPS=3,0');
	like $at->command('AT+COPS?'), qr/\+COPS: 0,0,"00530069006D0075006C0061007400650064"/,
		'names come in the charset';
	$at->command('AT+COPS=3,2');
	like $at->command('AT+COPS?'), qr/\+COPS: 0,2,"45601"/, 'and the code as digits';
	$at->command('AT+CREG=2');
	like $at->command('AT+CREG?'), qr/\+CREG: 2,1,"1A2B","00C3D4E5"/, 'registered';
	like $at->command('AT+CFUN=0'), qr/\+CREG: 0|OK/, 'radio off';
	like $at->command('AT+CSQ'), qr/\+CSQ: 99,99/, 'no signal then';
	like $at->command('AT+CFUN=1'), qr/OK/, 'radio on';
	like $at->command('AT+CREG?'), qr/\+CREG: 2,1/, 'back';
};

subtest 'storage by raw AT' => sub {
	my $at = fresh('m1');
	$sim->ok("text +85512000001 m1 number $_") for 1 .. 3;
	ok $sim->wait_stat('stored', 3, 'm1'), 'stored';
	like $at->command('AT+CPMS="SM","SM","SM"'), qr/\+CPMS: 3,30,3,30,3,30/, 'CPMS';
	like $at->command('AT+CPMS?'), qr/\+CPMS: "SM",3,30,"SM",3,30,"SM",3,30/, 'CPMS?';
	like $at->command('AT+CMGL=0'), qr/\+CMGL: 1,0,,\d+\r\n07915815000099F9/, 'unread';
	like $at->command('AT+CMGL=0'), qr/^AT\+CMGL=0\r\r\nOK/, 'no longer unread';
	is scalar(() = $at->command('AT+CMGL=4') =~ /\+CMGL: \d+,1,/g), 3, 'all, read';
	like $at->command('AT+CMGR=2'), qr/\+CMGR: 1,,\d+\r\n0791/, 'one';
	like $at->command('AT+CMGD=2'), qr/OK/, 'deleted';
	is $sim->wait_event(qr/^deleted/), 'deleted m1 SM 2 2', 'and told';
	like $at->command('AT+CMGR=2'), qr/\+CMS ERROR: 321/, 'gone';
	like $at->command('AT+CMGD=2'), qr/\+CMS ERROR: 321/, 'only once';
	like $at->command('AT+CMGD=99999999999999999999'), qr/ERROR/, 'an absurd index';
	like $at->command('AT+CMGD=1,4'), qr/OK/, 'all by flag';
	is $sim->stat('stored', 'm1'), 0, 'empty';
	like $at->command('AT+CPMS="SR"'), qr/\+CPMS: 0,50,/, 'report memory';
	like $at->command('AT+CPMS="XX"'), qr/\+CMS ERROR: 302/, 'no such memory';
	$sim->ok('sim m1 add SM 00');
	$at->command('AT+CPMS="SM"');
	like $at->command('AT+CMGL=4'), qr/\+CMGL: 1,0,,0\r\n00\r\n/, 'raw octets as they are';
	$sim->ok('sim m1 clear');
	$sim->ok('text +85512000001 m1 in text mode');
	ok $sim->wait_stat('stored', 1, 'm1'), 'stored';
	$at->command('AT+CMGF=1');
	like $at->command('AT+CMGL="ALL"'),
		qr/\+CMGL: 1,"REC UNREAD","\+85512000001",,"[^"]+"\r\nin text mode/, 'text mode shows';
	like $at->command('AT+CMGS="+85512000007"'), qr/\+CMS ERROR: 303/, 'and does not send';
};

subtest 'notifications' => sub {
	my $at = fresh('m1');
	like $at->command('AT+CNMI=?'), qr/\+CNMI: \(0-2\),\(0-3\),\(0,2\),\(0-2\),\(0,1\)/, 'offer';
	like $at->command('AT+CNMI=2,1,0,2,0'), qr/OK/, 'store, then notify';
	$sim->ok('text +85512000001 m1 one');
	is $at->expect(qr/\+CMTI: .*\r\n/), "\r\n+CMTI: \"SM\",1\r\n", '+CMTI';
	$at->command('AT+CNMI=2,2,0,1,0');
	$sim->ok('text +85512000001 m1 two');
	like $at->expect(qr/\+CMT: .*\r\n[0-9A-F]+\r\n/), qr/\+CMT: ,\d+\r\n0791.*\r\n/, '+CMT';
	is $sim->stat('stored', 'm1'), 1, 'and not stored';
	$sim->ok('deliver m1 dcs=0x12 text=class 2');
	ok $sim->wait_stat('stored', 2, 'm1'), 'class 2 belongs on the SIM';
	$at->rest(0.05);
	$at->command('AT+CSMS=1');
	$sim->skip_events;
	$sim->ok("text +85512000001 m1 $_") for qw(three four);
	like $at->expect(qr/\+CMT: .*\r\n.*\r\n/), qr/CMT/, 'the first waits for its acknowledgement';
	is $at->rest(0.1), '', 'the second waits for the first';
	like $at->command('AT+CNMA'), qr/OK/, 'acknowledged';
	like $at->expect(qr/\+CMT: .*\r\n.*\r\n/), qr/CMT/, 'the second';
	like $at->command('AT+CNMA=2'), qr/OK/, 'refused';
	ok $sim->wait_stat('stored', 3, 'm1'), 'so it comes again, to be stored';
	like $at->command('AT+CNMA'), qr/\+CMS ERROR: 340/, 'nothing to acknowledge';
	like fresh('old')->command('AT+CNMI=?'), qr/\(0-3\),\(0\),/, 'a modem without cell broadcast';
};

subtest 'sending and reports' => sub {
	my $at = fresh('m1');
	$at->command('AT+CNMI=2,1,0,2,0');
	like $at->submit($HI), qr/\r\n\+CMGS: \d+\r\n\r\nOK\r\n/, 'sent';
	like $sim->wait_event(qr/^got/), qr/^got \+85512000007 m1 [0-9a-f]+ hi$/, 'got';
	my ($ref) = $at->submit($HI_REPORT) =~ /\+CMGS: (\d+)/;
	is $at->expect(qr/\+CDSI: .*\r\n/), "\r\n+CDSI: \"SR\",1\r\n", '+CDSI';
	$at->command('AT+CPMS="SR"');
	my $reference = sprintf '%02X', $ref;
	like $at->command('AT+CMGR=1'), qr/\+CMGR: 0,,\d+\r\n07915815000099F906$reference/,
		'the report has the reference';
	$at->command('AT+CNMI=2,1,0,1,0');
	$sim->ok('phone +85512000007 set status=0x46');
	$sim->skip_events;
	$at->submit($HI_REPORT);
	like $at->expect(qr/\+CDS: .*\r\n.*\r\n/), qr/\+CDS: \d+\r\n.*46\r\n$/, '+CDS: validity expired';
	is $sim->wait_event(qr/^got/, 0.2), undef, 'and the handset got nothing';
	$sim->ok('phone +85512000007 set status=0');
	$at->send("AT+CMGS=10\r");
	$at->expect(qr/> /);
	$at->send("00\x1b");
	like $at->expect(qr/OK\r\n/), qr/OK/, 'ESC cancels';
	$at->send("AT+CMGS=10\r");
	$at->expect(qr/> /);
	$at->send("00$HI\x1a");
	like $at->expect(qr/ERROR.*\r\n/), qr/\+CMS ERROR: 304/, 'a length that lies';
	$at->send("AT+CMGS=10\r");
	$at->expect(qr/> /);
	$at->send("rubbish\x1a");
	like $at->expect(qr/ERROR.*\r\n/), qr/\+CMS ERROR: 304/, 'no hex';
	like $at->command('AT+CMGS=999'), qr/\+CMS ERROR: 304/, 'too long';
	like $at->submit('02' . substr $HI, 2), qr/\+CMS ERROR: 304/, 'not a SUBMIT';
	$sim->ok('modem m1 set smsc=');
	like $at->submit($HI), qr/\+CMS ERROR: 330/, 'no service centre';
	like $at->command('AT+CSCA="+85510000999",145'), qr/OK/, 'set it';
	like $at->submit($HI), qr/OK/, 'sent';
	$at->send('AT+CMGW=' . length($HI) / 2 . "\r");
	$at->expect(qr/> /);
	$at->send("00$HI\x1a");
	like $at->expect(qr/OK\r\n/), qr/\+CMGW: 1/, 'written';
	like $at->command('AT+CMSS=1'), qr/\+CMSS: \d+\r\n\r\nOK/, 'and sent from the SIM';
};

subtest 'air time' => sub {
	my $at = fresh('m1');
	$sim->ok('modem m1 set air_ms=300');
	$sim->skip_events;
	$at->submit($HI);
	$sim->wait_event(qr/^submit m1/);
	my $start_us = $sim->event_us;
	$sim->wait_event(qr/^sent m1/);
	cmp_ok $sim->event_us - $start_us, '>=', 290_000, 'sending takes it';
	$sim->ok('text +85512000001 m1 slow');
	$sim->wait_event(qr/^text/);
	$start_us = $sim->event_us;
	$sim->wait_event(qr/^stored m1/);
	cmp_ok $sim->event_us - $start_us, '>=', 290_000, 'receiving too';
	$sim->ok('modem m1 set air_ms=0');
};

subtest 'PIN' => sub {
	my $at = fresh('m2');
	$at->command('AT+CMEE=1');
	like $at->command('AT+CPIN?'), qr/\+CPIN: SIM PIN/, 'asked for';
	like $at->command('AT+CIMI'), qr/\+CME ERROR: 11/, 'no IMSI before it';
	like $at->command('AT+CMGL=4'), qr/\+CMS ERROR: 311/, 'no texts either';
	like $at->command('AT+CPIN="0000"'), qr/\+CME ERROR: 16/, 'wrong';
	like $at->command('AT+CPIN="1234"'), qr/OK/, 'right';
	like $at->command('AT+CPIN?'), qr/\+CPIN: READY/, 'ready';
	like $at->command('AT+CREG?'), qr/\+CREG: 0,1/, 'registered';
	$sim->ok('reset m2');
	$at->rest;
	$at->command('AT+CMEE=1');
	like $at->command('AT+CPIN="0000"'), qr/\+CME ERROR: 16/, 'asked for again after a power cycle';
	$at->command('AT+CPIN="0000"');
	like $at->command('AT+CPIN="0000"'), qr/\+CME ERROR: 12/, 'three times wrong: PUK';
	like $at->command('AT+CPIN="1234"'), qr/\+CME ERROR: 12/, 'for good';
	$sim->ok('modem m1 set sim=absent');
	my $other = fresh('m1');
	$other->command('AT+CMEE=1');
	like $other->command('AT+CPIN?'), qr/\+CME ERROR: 10/, 'no SIM';
	like $other->command('AT+CMGL=4'), qr/\+CMS ERROR: 310/, 'nor its texts';
	$sim->ok('modem m1 set sim=present');
};

subtest 'calls and USSD' => sub {
	my $at = fresh('m1');
	$at->command('AT+CLIP=1');
	$at->command('AT+CRC=1');
	$sim->ok('ring +85512000001 m1 2 50');
	like $at->expect(qr/NO CARRIER\r\n/),
		qr/^(\r\n\+CRING: VOICE\r\n\r\n\+CLIP: "\+85512000001",145,,,,0\r\n){2}\r\nNO CARRIER/,
		'rings twice and gives up';
	$sim->ok('ring - m1 9 5000');
	like $at->expect(qr/\+CLIP: .*\r\n/), qr/\+CLIP: "",128,,,,1/, 'withheld';
	like $at->command('AT+CLCC'), qr/\+CLCC: 1,1,4,0,0,/, 'listed';
	like $at->command('AT+CHUP'), qr/OK/, 'rejected';
	ok $sim->wait_event(qr/^call m1 - rejected/), 'the caller sees that';
	is $at->rest(0.1), '', 'and rings no more';
	like(($sim->ask('hangup m1'))[0], qr/^error/, 'no call to hang up');

	$sim->ok('ussd m1 answer *100# 1 1 Balance\n2 More');
	$sim->ok('ussd m1 answer *100#/1 0 5.00');
	like $at->command('AT+CUSD=1,"*100#",15'), qr/OK/, 'dialled';
	is $at->expect(qr/,15\r\n/), "\r\n+CUSD: 1,\"1 Balance\n2 More\",15\r\n", 'a menu on two lines';
	$at->command('AT+CUSD=1,"1",15');
	is $at->expect(qr/,15\r\n/), "\r\n+CUSD: 0,\"5.00\",15\r\n", 'the session goes on';
	$at->command('AT+CUSD=1,"*9#",15');
	is $at->expect(qr/CUSD: 4\r\n/), "\r\n+CUSD: 4\r\n", 'not supported';
	$at->command('AT+CSCS="UCS2"');
	$at->command('AT+CUSD=1,"002A0031003000300023",15');
	like $at->expect(qr/,15\r\n/), qr/"00310020004200610/, 'in UCS2';
	$sim->ok('ussd m1 push 0 ភាសា');
	like $at->expect(qr/,72\r\n/), qr/\+CUSD: 0,"1797/, 'pushed, DCS 72';
	my $old = fresh('old');
	$sim->ok('ussd old answer *1# 0 hello');
	$old->command('AT+CSCS="HEX"');
	$old->command('AT+CUSD=1,"2A3123",15');
	like $old->expect(qr/,15\r\n/), qr/"68656C6C6F"/, 'plain HEX';
	$sim->ok('modem old set hex=packed');
	$sim->ok('ussd old push 0 hello');
	like $old->expect(qr/,15\r\n/), qr/"E8329BFD06"/, 'packed HEX';
};

subtest 'kinds of modem' => sub {
	my $at = fresh('e173');
	like $at->command('AT^CURC=0'), qr/OK/, 'Huawei commands';
	like fresh('m1')->command('AT^CURC=0'), qr/ERROR/, 'unknown to others';
	$at->command('AT+CNMI=2,1');
	$sim->ok('text +85512000001 e173 x');
	like $at->expect(qr/\+CMTI: .*\r\n/), qr/"SM",0\r/, 'counts from 0';
	like $at->command('AT+CMGD=0'), qr/OK/, 'and deletes so';
	my $old = fresh('old');
	like $old->command('AT+CPMS=?'), qr/\+CPMS: \("ME"\),\("ME"\),\("ME"\)/, 'ME alone';
	like $old->command('AT+CPMS="SM"'), qr/\+CMS ERROR: 302/, 'no SM';
	$old->command('AT+CNMI=2,1');
	$sim->ok('text +85512000001 old x');
	like $old->expect(qr/\+CMTI: .*\r\n/), qr/"ME",1\r/, 'texts land in ME';
};

subtest 'storage and registration outlive the client' => sub {
	my $at = fresh('m1');
	$at->command('AT+CNMI=2,1');
	$sim->ok('text +85512000001 m1 before');
	$at->expect(qr/CMTI/);
	$at->send('AT+CMG');
	$at->close;
	$sim->wait_event(qr/^port m1 closed/);
	$sim->ok('text +85512000001 m1 meanwhile');
	ok $sim->wait_stat('stored', 2, 'm1'), 'stored with the tty closed';
	$at = $sim->at('m1');
	is $at->rest(0.1), '', 'nothing stale is said';
	is scalar(() = $at->command('AT+CMGL=4') =~ /\+CMGL:/g), 2, 'both are there';
	like $at->command('AT+CNMI?'), qr/\+CNMI: 2,1/, 'settings last until a power cycle';
};

subtest 'faults of answers' => sub {
	my $at = fresh('m1');
	$sim->ok('fault m1 mute on=+CSQ');
	$at->send("AT+CSQ\r");
	is $at->rest(0.1), "AT+CSQ\r", 'mute: echo only';
	like $at->command('AT+CSQ'), qr/\+CSQ: 20/, 'once';
	$sim->ok('fault m1 echo-lost');
	is $at->command('AT'), "\r\nOK\r\n", 'echo lost';
	$sim->ok('fault m1 echo-twice on=+CSQ');
	like $at->command('AT'), qr/^AT\r\r\nOK/, 'another command is spared';
	like $at->command('AT+CSQ'), qr/^AT\+CSQ\rAT\+CSQ\r\r\n/, 'echo twice';
	$sim->ok('fault m1 error on=+CSQ times=2');
	like $at->command('AT+CSQ'), qr/\r\nERROR/, 'error' for 1 .. 2;
	like $at->command('AT+CSQ'), qr/OK/, 'no third time';
	$at->command('AT+CMEE=1');
	$sim->ok('fault m1 cme n=30 skip=1');
	like $at->command('AT+CSQ'), qr/OK/, 'skipped';
	like $at->command('AT+CSQ'), qr/\+CME ERROR: 30/, 'CME';
	$sim->ok('fault m1 cms on=+CMGS n=500');
	like $at->submit($HI), qr/\+CMS ERROR: 500/, 'CMS before the prompt';
	$sim->ok('fault m1 refuse n=38');
	like $at->submit($HI), qr/\+CMS ERROR: 38/, 'CMS behind the data';
	$sim->ok('fault m1 no-prompt');
	$at->send("AT+CMGS=13\r");
	is $at->rest(0.1), "AT+CMGS=13\r", 'no prompt';
	like $at->command('AT'), qr/OK/, 'and in command mode';
	$sim->ok('fault m1 no-ref');
	like $at->submit($HI), qr/\r\n\+CMGS:\r\n\r\nOK/, '+CMGS without a number';
	$sim->ok('fault m1 lost-final on=+CSQ');
	$at->send("AT+CSQ\r");
	is $at->rest(0.1), "AT+CSQ\r\r\n+CSQ: 20,0\r\n", 'OK lost';
	$sim->ok('fault m1 late ms=300 on=+CSQ');
	$at->send("AT+CSQ\r");
	is $at->rest(0.1), "AT+CSQ\r\r\n+CSQ: 20,0\r\n", 'OK late';
	like $at->expect(qr/OK\r\n/), qr/^\r\nOK/, 'but it comes';
	$sim->ok('fault m1 cut n=7 on=+CSQ');
	$at->send("AT+CSQ\r");
	is $at->rest(0.1), "AT+CSQ\r\r\n+CSQ:", 'cut short';
	$sim->ok('fault m1 garbage on=+CSQ n=20');
	my $said = $at->command('AT+CSQ');
	is length($said) - length("AT+CSQ\r\r\n+CSQ: 20,0\r\n\r\nOK\r\n"), 20, 'garbage before';
	$sim->ok('fault m1 garbage');
	is length($at->rest), 16, 'garbage idle';
	$sim->ok('fault m1 urc text=SMS Ready');
	is $at->rest, "\r\nSMS Ready\r\n", 'an unknown line, idle';
	$sim->ok('fault m1 urc on=+CSQ text=+CIEV: 1,2');
	is $at->command('AT+CSQ'), "AT+CSQ\r\r\n+CSQ: 20,0\r\n\r\n+CIEV: 1,2\r\n\r\nOK\r\n", 'inside';
	$sim->ok('fault m1 urc on=+CMGF place=before text=*PSUTTZ: 1');
	is $at->command('AT+CMGF=0'), "AT+CMGF=0\r\r\n*PSUTTZ: 1\r\n\r\nOK\r\n", 'before';
	is_deeply [$sim->ok('fault m1 list')], [], 'all used up';
	$sim->ok('fault m1 error times=0');
	$at->command('AT') for 1 .. 3;
	is_deeply [$sim->ok('fault m1 list')], ['error on= times=0 skip=0'], 'one for ever';
	$sim->ok('fault m1 clear error');
	like $at->command('AT'), qr/OK/, 'until it is cleared';
};

subtest 'freeze' => sub {
	my $at = fresh('m1');
	$at->command('AT+CNMI=2,1');
	$sim->ok('fault m1 freeze on=+CSQ');
	$at->send("AT+CSQ\r");
	my $half = $at->rest(0.2);
	unlike $half, qr/OK/, 'half an answer';
	$sim->ok('text +85512000001 m1 during the freeze');
	is $sim->stat('queued', 'm1'), 1, 'the network cannot reach it';
	$at->send("AT+CGSN\r");
	is $at->rest(0.1), '', 'nothing more';
	$sim->ok('thaw m1');
	my $rest = $at->expect(qr/\+CGSN.*OK\r\n/s);
	like $half . $rest, qr/\+CSQ: 20,0\r\n\r\nOK\r\n/, 'thawed: the rest, then the next command';
	ok $sim->wait_stat('stored', 1, 'm1'), 'and the text comes';
	like $at->expect(qr/CMTI.*\r\n/), qr/"SM",1/, 'announced';
	$sim->ok('fault m1 freeze until=reopen');
	$at->send("AT\r");
	is $at->rest(0.1), '', 'frozen at once';
	$at->close;
	$sim->wait_event(qr/^port m1 closed/);
	$at = $sim->at('m1');
	ok $sim->wait_event(qr/^reset m1/), 'reopening starts it anew';
	like $at->command('AT+CNMI?'), qr/\+CNMI: 0,0/, 'with nothing set';
	$sim->ok('fault m1 freeze until=reset on=+CSQ');
	$at->send("AT+CSQ\r");
	$at->rest(0.1);
	$sim->ok('reset m1');
	like $at->command('AT'), qr/OK/, 'a power cycle helps too';
	$sim->ok('fault m1 freeze on=+CMGS');
	is $at->submit($HI, 0.3), undef, 'frozen when the text is out';
	ok $sim->wait_event(qr/^got \+85512000007/), 'it arrived';
	$sim->ok('reset m1');
};

subtest 'unplugged' => sub {
	my $at = fresh('m1');
	my $link = $sim->dir . '/m1';
	my $was = readlink $link;
	$sim->ok('unplug m1');
	ok !-l $link, 'no link';
	is sysread($at->{fh}, my $octet, 1), 0, 'a hang-up';
	$sim->ok('plug m1');
	isnt readlink $link, $was, 'back under another tty';
	like $sim->at('m1')->command('AT'), qr/OK/, 'and it answers';
	$at = $sim->at('m1');
	$sim->ok('fault m1 unplug on=+CSQ ms=100');
	$sim->skip_events;
	$at->send("AT+CSQ\r");
	ok $sim->wait_event(qr/^unplugged m1/), 'in the middle of a command';
	ok $sim->wait_event(qr/^plugged m1/), 'and back';
	like $sim->at('m1')->command('AT'), qr/OK/, 'answering';
	$at = $sim->at('m1');
	$sim->ok('modem m1 set air_ms=200');
	$sim->skip_events;
	$at->send('AT+CMGS=' . length($HI) / 2 . "\r");
	$at->expect(qr/> /);
	$at->send("00$HI\x1a");
	$sim->wait_event(qr/^submit/);
	$sim->ok('unplug m1 10');
	ok $sim->wait_event(qr/^got \+85512000007/), 'what was in the air arrives';
	$sim->ok('modem m1 set air_ms=0');
};

subtest 'faults of the network' => sub {
	my $at = fresh('m1');
	$sim->ok('fault m1 duplicate');
	$sim->ok('text +85512000001 m1 twice');
	ok $sim->wait_stat('stored', 2, 'm1'), 'delivered twice';
	my @pdus = map { (split)[4] } $sim->ok('sim m1 list');
	is $pdus[0], $pdus[1], 'the same PDU';
	$sim->ok('fault m1 full ms=100');
	$sim->ok('text +85512000001 m1 again');
	ok $sim->wait_event(qr/^full m1/), 'refused';
	ok $sim->wait_stat('stored', 3, 'm1'), 'and repeated';
	$at->command('AT+CREG=1');
	$sim->ok('fault m1 no-network ms=200');
	like $at->expect(qr/\+CREG: \d\r\n/), qr/\+CREG: 2/, 'the network is lost';
	like $at->submit($HI), qr/\+CMS ERROR: 331/, 'and nothing goes out';
	like $at->expect(qr/\+CREG: \d\r\n/), qr/\+CREG: 1/, 'it comes back';
	$sim->ok('modem m1 set reg_ms=200');
	$sim->ok('reset m1');
	$at->rest(0.05);
	like $at->command('AT+CREG?'), qr/\+CREG: 0,2/, 'slow to register';
	ok $sim->wait_event(qr/^registered m1/), 'in the end it does';
};

subtest 'what clients of the control socket may say' => sub {
	for my $bad ('', 'nonsense', 'text', 'text +855', 'text + m1 x', 'text +85512000001 nobody x',
		'text +1234567890123456789012 m1 x', 'text TWELVELETTER m1 x', 'text +1 m1 \q',
		'pdu m1', 'pdu m1 abc', 'pdu m1 ' . 'ff' x 300, 'deliver m1 bogus=1', 'deliver m1 dcs=999',
		'deliver m1 ud=' . '00' x 141, 'fault m1', 'fault m1 bogus', 'fault m1 freeze until=never',
		'fault m1 late ms=x', 'fault m1 clear bogus', 'modem m1 set', 'modem m1 set size=-1',
		'modem m1 set imei=12x', 'modem m1 set bogus=1', 'modem m1 set memory=SMME', 'modem m1 set memory=',
		'modem m1 add', 'modem ../x add', 'modem control add', 'sim m1', 'sim m1 list XX',
		'sim m1 add SM zz', 'sim m1 delete SM 300', 'sim m1 delete SM -1', 'phone +1 set ref=9',
		'ring + m1 0', 'ring', 'ussd m1', 'ussd m1 answer', 'ussd m1 answer *1# 9 x', 'unplug m1 x',
		'stat nobody', 'phone', 'hangup', 'thaw', 'x' x 5000)
	{
		my ($answer) = $sim->ask($bad);
		like $answer, qr/^error ./, 'error: ' . substr $bad, 0, 40;
	}
	my $c = $sim->connect;
	syswrite $c->{sock}, "text \0 m1 x\n";
	like $sim->read_line($c), qr/^error /, 'a NUL';
	syswrite $c->{sock}, "text +1 m1 \xff\xfe\n";
	like $sim->read_line($c), qr/^error .*UTF-8/, 'no UTF-8';
	$c = $sim->connect;
	local $SIG{PIPE} = 'IGNORE';
	for (1 .. 200) { syswrite($c->{sock}, 'y' x 1024) // last }
	is $sim->read_line($c), undef, 'an endless line is cut off';
	my @idle = map { $sim->connect } 1 .. 20;
	like $sim->ok('stat'), qr/queued=/, 'all that does not disturb the others';
	ok grep({ /^text FROM/ } $sim->ok('help')), 'help';
	$sim->ok('modem late add size=7');
	like $sim->at('late')->command('AT+CPMS?'), qr/"SM",0,7/, 'a modem added later';
};

is $sim->stop, 0, 'modem-sim ends well';
done_testing;

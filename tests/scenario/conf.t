#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# Configurations that cannot be: every program says where and what to do; and a Redis of somebody
# else's is used only if it keeps what it is given.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Hotline;
use Test::More;

subtest 'a mistake in the file' => sub {
	my $h = Hotline->new;
	my $file = $h->conf_file;
	my @programs = grep { -x "$Hotline::BUILD/$_->[0]" } (
		['hotlined'], ['hotlinectl', 'status'], ['hotline-core'], ['hotline-modem', 'm1']);

	$h->configure("redis = {\n\tsokcet = \"/run/redis.sock\";\n};");
	for (@programs) {
		my ($program, @args) = @$_;
		my ($status, undef, $err) = $h->run("$Hotline::BUILD/$program", '-c', $file, '-s',
			$h->state_dir, @args);
		is($status, 78, "$program ends with EX_CONFIG");
		like($err, qr/^\Q$program: $file\E:4: .*did you mean "socket"\?$/m, "$program says where");
	}
	my ($status) = $h->run("$Hotline::BUILD/hotlined", '-c', "$file.not");
	is($status, 78, 'a file that is not there');
	is_deeply([glob($h->state_dir . '/*')], [], 'nothing was made');
};

subtest 'hotlinectl on a broken box' => sub {
	my $h = Hotline->new;

	is(($h->run("$Hotline::BUILD/hotlinectl", $_))[0], 0, "$_ needs no configuration")
		for 'help', 'version';
	my ($status, $out, $err) = $h->ctl('nonesuch');
	is($status, 64, 'an unknown command');
	like($err, qr/no command "nonesuch"; "hotlinectl help" lists them/, 'in words');
	is(($h->ctl(@$_))[0], 64, "usage: @$_")
		for ['case'], ['case', 'a', 'b'], ['cases', 'x'], ['status', '--wait', 'soon'],
			['status', '--wait', '-1'], ['version', 'x'], ['help', 'nonesuch'];
	is(($h->ctl('case', $_))[0], 64, 'no name of a case') for '../x', 'a b', 'x' x 100, '';
	($status, $out, $err) = $h->ctl('cases');
	is($status, 69, 'no hotline there');
	like($err, qr/name its state directory with -s/, 'in words');
	($status, $out) = $h->ctl('help', '--names');
	my ($completion) = Hotline::slurp("$Hotline::SOURCE/etc/hotlinectl.bash")
		=~ /^\s*local commands="([^"]*)"/m;
	is_deeply([sort split ' ', $completion], [sort split ' ', $out],
		'the shell completion knows every command');
};

# A redis-server of somebody else, in $h's folder, with these options and the hotline's users.
sub foreign {
	my ($h, %option) = @_;
	my $server = (grep { -x } map { ("$_/redis-server", "$_/redis-check-rdb") }
		split /:/, "$ENV{PATH}:/usr/bin")[0];
	my $dir = $h->dir . '/foreign';
	my %all = (appendonly => 'yes', appendfsync => 'always', 'maxmemory-policy' => 'noeviction',
		%option);

	mkdir $dir;
	Hotline::spew("$dir/redis.conf", "port 0\nunixsocket redis.sock\nsave \"\"\ndir .\n"
		. 'aclfile ' . $h->state_dir . "/redis/users.acl\n"
		. join '', map { "$_ $all{$_}\n" } sort keys %all);
	my $pid = fork // die;
	if (!$pid) {
		chdir $dir;
		open STDOUT, '>', 'log';
		exec {$server} 'redis-server', 'redis.conf';
	}
	Hotline::until_true('a foreign Redis', sub { -S "$dir/redis.sock" });
	return $pid;
}

sub end { kill 'KILL', $_[0]; waitpid $_[0], 0 }

subtest 'a configured Redis' => sub {
	my $h = Hotline->new;
	my $socket = $h->dir . '/foreign/redis.sock';

	$h->stand_ins;
	$h->configure(qq(redis = { socket = "$socket"; };));
	$h->start(wait => 0);
	is($h->await_end >> 8, 1, 'none there: hotlined ends');
	like($h->log_text, qr/cannot use the Redis at \Q$socket\E .*must run and know the users of/,
		'and says what is wanted');
	ok(-s $h->state_dir . '/redis/users.acl', 'which it has written');

	for (['appendonly', 'no'], ['appendfsync', 'everysec'], ['maxmemory-policy', 'allkeys-lru']) {
		my ($option, $value) = @$_;
		my $redis = foreign($h, $option => $value);
		unlink $h->{log};
		$h->start(wait => 0);
		is($h->await_end >> 8, 1, "refused: $option $value");
		like($h->log_text, qr/Redis has "$option $value": .*; set "$option \w+"/, 'in words');
		end($redis);
		unlink $socket;
	}

	my $redis = foreign($h);
	$h->start;
	is_deeply([map { $_->{name} } @{$h->board->{programs}}], [qw(core modem-m1 modem-m2)],
		'one that keeps everything is used');
	is(($h->ctl('status'))[0], 0, 'by hotlinectl too');
	cmp_ok($h->stop, '<', 5, 'hotlined ends');
	ok(kill(0, $redis), 'and leaves it running');
	end($redis);
};

subtest 'prepare and load, for systemd' => sub {
	my $h = Hotline->new;
	my @args = ('-c', $h->conf_file, '-s', $h->state_dir);

	is(($h->run("$Hotline::BUILD/hotlined", @args, 'prepare'))[0], 0, 'prepare');
	ok(-s $h->state_dir . "/$_", $_) for 'redis/redis.conf', 'redis/users.acl', 'keys/core/sym.key',
		'keys/modem-m2/box.key', 'keys/pub/core.pub';
	my $key = Hotline::slurp($h->state_dir . '/keys/core/sym.key');
	is(($h->run("$Hotline::BUILD/hotlined", @args, 'prepare'))[0], 0, 'again');
	is(Hotline::slurp($h->state_dir . '/keys/core/sym.key'), $key, 'changes no key');
	is(($h->run("$Hotline::BUILD/hotlined", @args, 'load'))[0], 1, 'load without Redis fails');
	is(($h->run("$Hotline::BUILD/hotlined", @args, 'reload'))[0], 64, 'an unknown step');
	ok(!-e $h->state_dir . '/notify', 'nothing was started');
};

done_testing;

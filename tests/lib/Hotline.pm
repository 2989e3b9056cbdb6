# SPDX-License-Identifier: GPL-3.0-or-later
#
# Hotline: a whole hotline in a fresh folder, for scenarios.
#
#     my $h = Hotline->new(modems => ['m1', 'm2']);    # folder and configuration; starts nothing
#     $h->start_sim; $h->start;                        # and waits until all programs are up
#     $h->sim->call('text +85512000001 m1 hello');
#     my $sms = $h->sim->await(qr/ got \+85512000001 /);
#     $h->stop;
#
# Everything runs below build/, by UNIX sockets, and is killed when the object goes. Waiting is for
# events, with a deadline that only a broken hotline meets ($Hotline::PATIENCE_S).
package Hotline;
use strict;
use warnings;
use Carp qw(croak);
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Copy qw(copy);
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use IPC::Open3 qw(open3);
use JSON::PP ();
use POSIX qw(WNOHANG);
use Symbol qw(gensym);
use Time::HiRes qw(sleep time);

our $SOURCE = abs_path(dirname(__FILE__) . '/../..');
our $BUILD = abs_path($ENV{BUILD} || "$SOURCE/build");
our $PATIENCE_S = $ENV{PATIENCE_S} || 60;

use lib dirname(__FILE__);
use Hotline::Redis;
use Hotline::Sim;

# --- making one ---

# modems => names; conf => text put before the modems in hotline.conf; bin => folder of programs.
sub new {
	my ($class, %opt) = @_;
	my $parent = length($BUILD) > 60 ? ($ENV{TMPDIR} || '/tmp') : $BUILD;
	my $dir = tempdir('t.XXXXXX', DIR => $parent);
	my $self = bless {
		dir => $dir, state => "$dir/state", log => "$dir/log", owner => $$,
		modems => $opt{modems} || ['m1', 'm2'], bin => $opt{bin} || $BUILD,
	}, $class;

	mkdir $self->{state}, 0700 or croak "$self->{state}: $!";
	$self->configure($opt{conf} || '');
	return $self;
}

sub dir { $_[0]{dir} }
sub state_dir { $_[0]{state} }
sub conf_file { "$_[0]{dir}/hotline.conf" }

# Writes hotline.conf anew.
sub configure {
	my ($self, $more) = @_;
	my $modems = join ', ', map { qq({ name = "$_"; device = "sim/$_"; }) } @{$self->{modems}};

	spew($self->conf_file, qq(menus = "$SOURCE/menus";\nroster = "$SOURCE/etc/roster.conf";\n)
		. "$more\nmodems = ( $modems );\n");
}

# A folder of programs where those named in %mood are stand-ins that behave so (tests/lib/stand-in),
# for hotlined alone: core and modems are all stand-ins.
sub stand_ins {
	my ($self, %mood) = @_;
	my $bin = "$self->{dir}/bin";

	unless (-d $bin) {
		mkdir $bin or croak "$bin: $!";
		copy("$BUILD/hotlined", "$bin/hotlined") or croak "hotlined: $!";
		copy("$SOURCE/tests/lib/stand-in", "$bin/$_") or croak "stand-in: $!"
			for 'hotline-core', 'hotline-modem';
		chmod 0755, glob "$bin/*";
	}
	spew("$bin/$_.mood", join '', map { "$_\n" } split ' ', $mood{$_}) for keys %mood;
	$self->{bin} = $bin;
}

# --- running it ---

# The pid of a program started in the background, its output appended to the log.
sub spawn {
	my ($self, @command) = @_;
	my $pid = fork;

	croak "fork: $!" unless defined $pid;
	return $pid if $pid;
	open STDIN, '<', '/dev/null';
	open STDOUT, '>>', $self->{log};
	open STDERR, '>&', \*STDOUT;
	exec @command or POSIX::_exit(127);
}

sub start_sim {
	my ($self, @args) = @_;
	my @modems = map { ('-m', $_) } @{$self->{modems}};

	$self->{sim_pid} = $self->spawn("$BUILD/modem-sim", '-P', '-d', "$self->{state}/sim",
		@args ? @args : @modems);
	until_true("modem-sim's socket", sub { -S "$self->{state}/sim/control" });
	return $self->sim;
}

# A connection to the simulator that hears everything but AT traffic; made at first use.
sub sim {
	my ($self) = @_;

	$self->{sim} ||= Hotline::Sim->new("$self->{state}/sim/control");
	return $self->{sim};
}

# Starts hotlined; unless wait => 0, returns when all programs are up.
sub start {
	my ($self, %opt) = @_;
	my @args = ('-c', $self->conf_file, '-s', $self->{state});

	$self->{hotlined} = $self->spawn("$self->{bin}/hotlined", '-d', @args, @{$opt{args} || []});
	$self->await_serving if $opt{wait} // 1;
	return $self->{hotlined};
}

sub await_serving {
	my ($self) = @_;

	until_true('all programs up', sub {
		croak "hotlined ended:\n" . $self->log_tail unless $self->alive;
		my $s = $self->board;
		return $s && $s->{serving};
	});
}

sub alive {
	my ($self) = @_;

	return 0 unless $self->{hotlined};
	if (waitpid($self->{hotlined}, WNOHANG) == $self->{hotlined}) {
		$self->{status} = $?;
		$self->{hotlined} = 0;
	}
	return $self->{hotlined} != 0;
}

# Waits for hotlined's end. Its status as $? has it, or undef when the deadline passed.
sub await_end {
	my ($self, $seconds) = @_;
	my $until = time + ($seconds // $PATIENCE_S);

	sleep 0.01 while $self->alive && time < $until;
	return $self->alive ? undef : $self->{status};
}

# SIGTERM, then the seconds until it was gone.
sub stop {
	my ($self, $signal) = @_;
	my $began = time;

	return 0 unless $self->alive;
	kill $signal || 'TERM', $self->{hotlined};
	defined $self->await_end or croak 'hotlined does not end';
	return time - $began;
}

# What hotlined hangs out, or undef.
sub board {
	my ($self) = @_;
	my $text = slurp("$self->{state}/status.json") // return undef;

	return eval { JSON::PP::decode_json($text) };
}

# One program of the board: {name, state, pid, ...}.
sub program {
	my ($self, $name) = @_;
	my $board = $self->board or return undef;

	return (grep { $_->{name} eq $name } @{$board->{programs}})[0];
}

sub pid {
	my ($self, $name) = @_;

	return $self->{hotlined} if $name eq 'hotlined';
	my $p = $self->program($name);
	return $p ? $p->{pid} : 0;
}

sub kill_program {
	my ($self, $name, $signal) = @_;
	my $pid = $self->pid($name);

	croak "$name does not run" unless $pid;
	kill $signal || 'KILL', $pid;
	return $pid;
}

# Waits until a program is up under another process id than $old.
sub await_restart {
	my ($self, $name, $old) = @_;

	until_true("a new $name", sub {
		my $p = $self->program($name);
		return $p && $p->{state} eq 'up' && $p->{pid} != $old;
	});
}

# --- asking it ---

# Runs a program to its end: (exit status, standard output, standard error).
sub run {
	my ($self, @command) = @_;
	my ($out_file, $err_file) = map { "$self->{dir}/run.$_" } 'out', 'err';
	my $pid = fork;

	croak "fork: $!" unless defined $pid;
	if (!$pid) {
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', $out_file;
		open STDERR, '>', $err_file;
		exec @command or POSIX::_exit(127);
	}
	waitpid $pid, 0;
	my $status = $? & 127 ? 128 + ($? & 127) : $? >> 8;
	return ($status, slurp($out_file), slurp($err_file));
}

sub ctl {
	my ($self, @args) = @_;

	return $self->run("$BUILD/hotlinectl", '-c', $self->conf_file, '-s', $self->{state}, @args);
}

# The same, its standard output read as JSON.
sub ctl_json {
	my ($self, @args) = @_;
	my ($status, $out, $err) = $self->ctl(@args, '--json');

	croak "hotlinectl @args: $status $err" unless length $out;
	return JSON::PP->new->utf8->decode($out);
}

# A connection to the private Redis as one of its users.
sub redis {
	my ($self, $role) = @_;

	return Hotline::Redis->new("$self->{state}/redis/redis.sock", $role,
		slurp("$self->{state}/keys/$role/redis.pw"));
}

sub log_text { slurp($_[0]{log}) // '' }

sub log_tail {
	my @lines = split /\n/, $_[0]->log_text;

	return join "\n", @lines[($#lines > 30 ? $#lines - 30 : 0) .. $#lines];
}

sub await_log {
	my ($self, $pattern) = @_;

	until_true("$pattern in the log", sub { $self->log_text =~ $pattern });
}

# Processes that name our folder in their command line: what is left when nothing should be.
sub leftovers { running_below($_[0]{dir}) }

# --- helpers ---

sub running_below {
	my ($dir) = @_;
	my @found;

	for my $file (glob '/proc/[0-9]*/cmdline') {
		my $text = slurp($file) // next;
		my ($pid) = $file =~ /(\d+)/;
		next if $pid == $$ || index($text, $dir) < 0;
		push @found, "$pid: " . join ' ', split /\0/, $text;
	}
	return @found;
}

sub until_true {
	my ($what, $test) = @_;
	my $until = time + $PATIENCE_S;

	while (1) {
		my $answer = $test->();
		return $answer if $answer;
		croak "no $what within $PATIENCE_S s" if time > $until;
		sleep 0.02;
	}
}

sub slurp {
	my ($file) = @_;

	open my $f, '<:raw', $file or return undef;
	local $/;
	return scalar <$f> // '';
}

sub spew {
	my ($file, $text) = @_;

	open my $f, '>:raw', $file or croak "$file: $!";
	print $f $text;
	close $f or croak "$file: $!";
}

sub DESTROY {
	my ($self) = @_;

	return unless $$ == $self->{owner};
	local ($?, $!);
	undef $self->{sim};
	if ($self->alive) {
		kill 'TERM', $self->{hotlined};
		defined $self->await_end(10) or kill 'KILL', $self->{hotlined};
		$self->await_end(5);
	}
	if ($self->{sim_pid}) {
		kill 'TERM', $self->{sim_pid};
		waitpid $self->{sim_pid}, 0;
	}
	remove_tree($self->{dir}) unless $ENV{KEEP};
}

1;

# SPDX-License-Identifier: GPL-3.0-or-later
# Sim: a modem-sim of its own for a test, its control socket, its events, and a raw AT client.
#
#   my $sim = Sim->start(modems => ['m1:size=5', 'm2']);
#   $sim->ok('text +85512000001 m1 hello');      # dies unless the answer is "ok"; returns its words
#   my $line = $sim->wait_event(qr/^got \+855/);  # from now on or since the last match of this kind
#   my $at = $sim->at('m1'); $at->command('AT+CSQ');
#
# Programs come from $BUILD (default build). Nothing sleeps for an event; every wait has a deadline.
package Sim;

use strict;
use warnings;
use utf8;
use Carp;
use Cwd qw(abs_path);
use Encode qw(encode decode);
use File::Temp qw(tempdir);
use IO::Select;
use IO::Socket::UNIX;
use POSIX ();
use Time::HiRes qw(time sleep);

our $DEADLINE_S = 60;

sub build_dir { return abs_path($ENV{BUILD} || 'build') }

sub start {
	my ($class, %o) = @_;
	my $build = build_dir();
	my $dir = tempdir('sim-XXXXXX', DIR => $build, CLEANUP => 1);
	my @args = ('-d', $dir, '-R', '-P', map { ('-m', $_) } @{ $o{modems} || ['m1'] });
	push @args, '-a', $o{air_ms} if defined $o{air_ms};
	my $pid = open(my $out, '-|', "$build/modem-sim", @args) or croak "modem-sim: $!";
	my $ready = <$out>;
	croak 'modem-sim did not start' unless defined $ready && $ready eq "ready\n";
	my $self = bless { dir => $dir, pid => $pid, out => $out }, $class;
	$self->{control} = $self->connect;
	$self->{events} = $self->connect;
	$self->{seen} = [];
	$self->_ask($self->{events}, 'subscribe all');
	return $self;
}

sub dir { return $_[0]{dir} }
sub pid { return $_[0]{pid} }

# Another connection to the control socket.
sub connect {
	my ($self) = @_;
	my $s = IO::Socket::UNIX->new(Peer => "$self->{dir}/control") or croak "control: $!";
	return { sock => $s, in => '' };
}

# The next line of a connection, or undef at the deadline or its end.
sub read_line {
	my ($self, $c, $until) = @_;
	$until //= time + $DEADLINE_S;
	while ($c->{in} !~ /\n/) {
		my $left = $until - time;
		return undef if $left <= 0;
		next unless IO::Select->new($c->{sock})->can_read($left);
		return undef unless sysread($c->{sock}, $c->{in}, 65536, length $c->{in});
	}
	$c->{in} =~ s/^([^\n]*)\n//;
	return decode('UTF-8', $1);
}

# Sends a line; returns the final "ok ..." or "error ..." and the "- " lines before it.
sub _ask {
	my ($self, $c, $line) = @_;
	my @lines;
	syswrite($c->{sock}, encode('UTF-8', "$line\n"));
	while (defined(my $l = $self->read_line($c))) {
		return ($l, @lines) if $l =~ /^(ok|error)\b/;
		push @lines, $l =~ s/^- //r if $l =~ /^- /;
	}
	croak "no answer to '$line'";
}

sub ask { my ($self, $line) = @_; return $self->_ask($self->{control}, $line) }

sub ok {
	my ($self, $line) = @_;
	my ($answer, @lines) = $self->ask($line);
	croak "'$line': $answer" unless $answer =~ s/^ok ?//;
	return wantarray ? @lines : $answer;
}

# One figure of `stat`, or of `stat MODEM`.
sub stat {
	my ($self, $what, $modem) = @_;
	my ($answer) = $self->ask($modem ? "stat $modem" : 'stat');
	my ($value) = $answer =~ /\b\Q$what\E=(\S+)/;
	return $value;
}

# Looks until `stat` shows this value; true when it does before the deadline.
sub wait_stat {
	my ($self, $what, $value, $modem) = @_;
	my $until = time + $DEADLINE_S;
	while ($self->stat($what, $modem) ne $value) {
		return 0 if time > $until;
		sleep 0.02;
	}
	return 1;
}

# Waits for an event whose "kind details" match and returns that; events before it are dropped.
sub wait_event {
	my ($self, $re, $seconds) = @_;
	my $until = time + ($seconds // $DEADLINE_S);
	while (defined(my $l = $self->read_line($self->{events}, $until))) {
		$l =~ s/^\* (\d+) // or next;
		$self->{event_us} = $1;
		return $l if $l =~ $re;
	}
	return undef;
}

# The time of the last event that wait_event returned, in microseconds.
sub event_us { return $_[0]{event_us} }

# Forgets the events so far: the answer to a command on the same connection comes behind them.
sub skip_events { my ($self) = @_; $self->_ask($self->{events}, 'subscribe all'); return }

sub at { my ($self, $modem) = @_; return Sim::At->open("$self->{dir}/$modem") }

sub stop {
	my ($self) = @_;
	return unless $self->{pid};
	kill 'TERM', $self->{pid};
	close $self->{out};
	$self->{pid} = 0;
	return $? >> 8;
}

sub DESTROY { local ($?, $!, $@); $_[0]->stop; return }

package Sim::At;

use strict;
use warnings;
use Carp;
use Fcntl qw(O_RDWR O_NOCTTY O_NONBLOCK);
use IO::Select;
use Time::HiRes qw(time sleep);

sub open {
	my ($class, $path) = @_;
	sysopen(my $fh, $path, O_RDWR | O_NOCTTY | O_NONBLOCK) or croak "$path: $!";
	return bless { fh => $fh, in => '', path => $path }, $class;
}

sub close { my ($self) = @_; close $self->{fh}; return }

sub send {
	my ($self, $octets) = @_;
	return syswrite($self->{fh}, $octets);
}

# Reads until `re` matches or the time is over. Returns what came up to the end of the match and
# keeps the rest, or undef.
sub expect {
	my ($self, $re, $seconds) = @_;
	my $until = time + ($seconds // $Sim::DEADLINE_S);
	while (1) {
		if ($self->{in} =~ $re) {
			my $end = $+[0];
			return substr $self->{in}, 0, $end, '';
		}
		my $left = $until - time;
		return undef if $left <= 0;
		next unless IO::Select->new($self->{fh})->can_read($left);
		my $n = sysread($self->{fh}, $self->{in}, 65536, length $self->{in});
		return undef if !$n && !$!{EAGAIN};
	}
}

# What came without being asked for within `seconds`.
sub rest {
	my ($self, $seconds) = @_;
	$self->expect(qr/(?!)/, $seconds // 0.1);
	my $in = $self->{in};
	$self->{in} = '';
	return $in;
}

# A command and its whole answer, echo included.
sub command {
	my ($self, $command, $seconds) = @_;
	$self->send("$command\r");
	return $self->expect(qr/\r\n(?:OK|ERROR|\+CM[ES] ERROR: \d+)\r\n/, $seconds);
}

# Sends a TPDU by +CMGS; returns the answer behind the prompt, or what came instead of it.
sub submit {
	my ($self, $tpdu, $seconds) = @_;
	$self->send('AT+CMGS=' . length($tpdu) / 2 . "\r");
	my $prompt = $self->expect(qr/\r\n> |ERROR[^\r]*\r\n/, $seconds);
	return $prompt unless defined $prompt && $prompt =~ /> $/;
	$self->send("00$tpdu\x1a");
	return $self->expect(qr/\r\n(?:OK|ERROR|\+CM[ES] ERROR: \d+)\r\n/, $seconds);
}

1;

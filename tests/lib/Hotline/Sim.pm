# SPDX-License-Identifier: GPL-3.0-or-later
# Hotline::Sim: modem-sim's control socket (modem-sim(1), CONTROL PROTOCOL).
package Hotline::Sim;
use strict;
use warnings;
use Carp qw(croak);
use IO::Select;
use IO::Socket::UNIX;
use Socket qw(SOCK_STREAM);
use Time::HiRes qw(time);

# Subscribed to all events but AT traffic, or to those named.
sub new {
	my ($class, $path, @events) = @_;
	my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $path)
		or croak "$path: $!";
	my $self = bless {socket => $socket, buffer => '', lines => [], events => []}, $class;

	$self->call(join ' ', 'subscribe', @events);
	return $self;
}

# Reads what is there, waiting up to $seconds for the first of it.
sub fill {
	my ($self, $seconds) = @_;

	return 0 unless IO::Select->new($self->{socket})->can_read($seconds > 0 ? $seconds : 0);
	sysread $self->{socket}, $self->{buffer}, 65536, length $self->{buffer}
		or croak 'modem-sim is gone';
	while ($self->{buffer} =~ s/^([^\n]*)\n//) {
		my $line = $1;
		push @{$line =~ /^\*/ ? $self->{events} : $self->{lines}}, $line;
	}
	return 1;
}

# One command: its answer's words behind "ok"; in a list its "- " lines too. Dies of "error".
sub call {
	my ($self, $command) = @_;
	my $until = time + $Hotline::PATIENCE_S;
	my @more;

	utf8::encode($command) if utf8::is_utf8($command);
	syswrite $self->{socket}, "$command\n";
	while (1) {
		while (defined(my $line = shift @{$self->{lines}})) {
			if ($line =~ /^- (.*)/) {
				push @more, $1;
				next;
			}
			croak "modem-sim: $command: $line" unless $line =~ /^ok ?(.*)/;
			return wantarray ? ($1, @more) : $1;
		}
		$self->fill($until - time) or croak "modem-sim does not answer: $command";
	}
}

# The next event that matches, taken out; others stay for later. undef after the deadline.
sub await {
	my ($self, $pattern, $seconds) = @_;
	my $until = time + ($seconds // $Hotline::PATIENCE_S);

	while (1) {
		for my $i (0 .. $#{$self->{events}}) {
			next unless $self->{events}[$i] =~ $pattern;
			return splice @{$self->{events}}, $i, 1;
		}
		return undef if time >= $until;
		$self->fill($until - time);
	}
}

# All events so far that match, taken out.
sub drain {
	my ($self, $pattern) = @_;

	1 while $self->fill(0);
	my @found = grep { $_ =~ $pattern } @{$self->{events}};
	@{$self->{events}} = grep { $_ !~ $pattern } @{$self->{events}};
	return @found;
}

# The words of the next text that a handset gets, as octets, \n for a newline; undef.
sub got {
	my ($self, $number, $seconds) = @_;
	my $event = $self->await(qr/^\* \S+ got \Q$number\E /, $seconds) // return undef;

	# "* time got number modem tpdu[,tpdu...] text"
	return (split / /, $event, 7)[6];
}

1;

# SPDX-License-Identifier: GPL-3.0-or-later
# Hotline::Redis: the Redis protocol (RESP2) in a few lines, so that tests need no client library and
# no password stands in a command line.
package Hotline::Redis;
use strict;
use warnings;
use Carp qw(croak);
use IO::Socket::UNIX;
use Socket qw(SOCK_STREAM);

sub new {
	my ($class, $path, $user, $password) = @_;
	my $socket = IO::Socket::UNIX->new(Type => SOCK_STREAM, Peer => $path)
		or croak "$path: $!";
	my $self = bless {socket => $socket}, $class;

	if (defined $user) {
		my $answer = $self->call('AUTH', $user, $password);
		croak "AUTH $user: $answer->{error}" if ref $answer eq 'HASH';
	}
	return $self;
}

# The reply: a string, a number, undef for nil, an array reference, or {error => words}.
sub call {
	my ($self, @args) = @_;
	my $command = '*' . @args . "\r\n";

	utf8::encode($_) for grep { utf8::is_utf8($_) } @args;
	$command .= '$' . length($_) . "\r\n$_\r\n" for @args;
	print { $self->{socket} } $command or croak "Redis: $!";
	$self->{socket}->flush;
	return $self->reply;
}

sub reply {
	my ($self) = @_;
	my $line = readline $self->{socket};

	croak 'Redis: connection lost' unless defined $line;
	$line =~ s/\r\n$//;
	my ($kind, $rest) = (substr($line, 0, 1), substr($line, 1));
	return $rest if $kind eq '+' || $kind eq ':';
	return {error => $rest} if $kind eq '-';
	return undef if $rest < 0;
	return [map { $self->reply } 1 .. $rest] if $kind eq '*';
	read $self->{socket}, my $text, $rest + 2;
	return substr $text, 0, $rest;
}

1;

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * notify: tells whoever supervises us that we live, in sd_notify(3)'s protocol.
 *
 * hotlined and systemd both listen on $NOTIFY_SOCKET, so a program does not know, and need not,
 * which of them started it. Spoken by hand, since the protocol is one datagram and libsystemd
 * brings four compression libraries into the process that reads the radio. Without a supervisor
 * every call does nothing.
 */
#ifndef BASE_NOTIFY_H
#define BASE_NOTIFY_H

/* Once, before anything else: remembers the socket and hides it from children. */
void notify_init(void);

/* Serving; `status` (may be NULL) is a short word for people. */
void notify_ready(const char *status);
/* Still alive. The supervisor forgives `deadline_ms` of silence from now on. */
void notify_alive(int deadline_ms);
void notify_status(const char *status);
void notify_stopping(void);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * acl: who may do what in Redis (Law 9).
 *
 * One user per program, with the least rights that it works with. The rights are a table in acl.c;
 * here they become the ACL file that redis-server reads (redis.io, "ACL"), with SHA-256 hashes in
 * place of passwords. The test tests/scenario/acl.t tries what each user must not be able to do.
 */
#ifndef SUPERVISE_ACL_H
#define SUPERVISE_ACL_H

#include "base/buf.h"
#include "base/err.h"

struct conf;

/* Appends the whole ACL file for `conf`'s programs and modems; the passwords must exist. */
int acl_render(struct buf *out, const struct conf *conf, struct err *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spawn.c: fork, a few lines of set-up, exec. */
#include "supervise/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

int spawn_init(struct err *err)
{
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		return err_sys(err, "cannot become a subreaper");
	return 0;
}

static void default_signals(void)
{
	sigset_t none;
	int sig;

	for (sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Standard input from nowhere; standard output joins the log. */
static void standard_files(void)
{
	int null = open("/dev/null", O_RDWR);

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (null > STDERR_FILENO)
		close(null);
	dup2(STDERR_FILENO, STDOUT_FILENO);
}

/* In the child. Everything else that we hold open is close-on-exec. */
static void become(const struct program *p, pid_t parent)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(127); /* hotlined died before the line above took hold */
	default_signals();
	standard_files();
	if (p->dir != NULL && chdir(p->dir) < 0)
		_exit(127);
	if (p->lock >= 0)
		fcntl(p->lock, F_SETFD, 0);
	setenv("NOTIFY_SOCKET", p->notify, 1);
	unsetenv("WATCHDOG_PID");
	unsetenv("WATCHDOG_USEC");
	execv(p->path, (char *const *)(uintptr_t)p->argv);
	_exit(127);
}

pid_t spawn(const struct program *p, struct err *err)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0)
		return err_sys(err, "cannot start %s", p->path);
	if (pid == 0)
		become(p, parent);
	setpgid(pid, pid); /* as the child does, so that it is true for both from here on */
	return pid;
}

/* The kernel's own list of our children (proc(5), "children"). */
int spawn_kill_strays(bool (*known)(void *arg, pid_t pid), void *arg)
{
	char path[64];
	int n = 0, pid;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/self/task/%ld/children", (long)getpid());
	f = fopen(path, "re");
	if (f == NULL)
		return 0;
	while (fscanf(f, "%d", &pid) == 1)
		if (!known(arg, pid) && kill(pid, SIGKILL) == 0)
			n++;
	fclose(f);
	return n;
}

/* Runs a program many times in a row and tells what that took, in one line on descriptor 3:
   nanoseconds of wall time, of user and of system time of the whole process tree, the largest peak
   memory of one run in KiB, and the exit status of the first run that failed, or 0.

   Small and static, for two reasons. What a child begins with counts as its own: its peak memory is
   never below that of the process that started it. And vfork from a small process costs the same for
   everything that is measured.

   launch COUNT PROGRAM ARGUMENT...   as it is found there, with this environment, in this folder */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long nanoseconds(struct timeval time) {
    return time.tv_sec * 1000000000LL + time.tv_usec * 1000LL;
}

int main(int count, char **arguments, char **environment) {
    if (count < 3)
        return 2;
    fcntl(3, F_SETFD, FD_CLOEXEC);
    long runs = atol(arguments[1]), peak = 0;
    int failed = 0;
    long long started = now();
    for (long run = 0; run < runs && !failed; run++) {
        pid_t child = vfork();
        if (child == 0) {
            execve(arguments[2], arguments + 2, environment);
            _exit(127);
        }
        int status;
        struct rusage usage;
        if (child < 0 || wait4(child, &status, 0, &usage) != child)
            return 1;
        if (usage.ru_maxrss > peak)
            peak = usage.ru_maxrss;
        failed = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    long long ended = now();
    struct rusage tree;
    getrusage(RUSAGE_CHILDREN, &tree);
    return dprintf(3, "%lld %lld %lld %ld %d\n", ended - started, nanoseconds(tree.ru_utime),
                   nanoseconds(tree.ru_stime), peak, failed) < 0;
}

/* Runs a program many times in a row and tells on standard output what that took: nanoseconds of wall
   time, of CPU time (user and system) of the whole process tree, the largest peak memory of one run in
   KiB, and the exit status of the last run. It stops at the first that is not 0.

   launch COUNT PROGRAM ARGUMENT...   PROGRAM is a path; its standard output is /dev/null

   Small and static, for two reasons. What a process begins with counts as its own: its peak memory is
   never below that of the process that started it. And a child of a small process costs the same,
   whatever is measured. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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
    int answer = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (answer < 0 || nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
        return 1;
    long runs = atol(arguments[1]), peak = 0;
    int ended = 0;
    long long started = now();
    for (long run = 0; run < runs && !ended; run++) {
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
        ended = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    long long took = now() - started;
    struct rusage tree;
    getrusage(RUSAGE_CHILDREN, &tree);
    long long cpu = nanoseconds(tree.ru_utime) + nanoseconds(tree.ru_stime);
    return dprintf(answer, "%lld %lld %ld %d\n", took, cpu, peak, ended) < 0;
}

/* launch COUNT PROGRAM ARGUMENT...

   Runs PROGRAM, a path, COUNT times in a row with standard output on /dev/null. Prints nanoseconds of
   wall time, nanoseconds of CPU time (user and system) of the whole process tree, the largest peak
   resident memory of one run in KiB, and the exit status of the last run. Stops at the first run that
   ends with a status other than 0.

   The launcher is small and static for two reasons. The kernel counts the peak memory of the starting
   process as that of the started one until execve(2). And a child of a small process costs the same,
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
    int result = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3), null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (result < 0 || null < 0 || dup2(null, STDOUT_FILENO) < 0)
        return 1;
    long runs = atol(arguments[1]), peak = 0;
    int exit_status = 0;
    long long started = now();
    for (long run = 0; run < runs && !exit_status; run++) {
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
        exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    long long wall = now() - started;
    struct rusage tree;
    getrusage(RUSAGE_CHILDREN, &tree);
    long long cpu = nanoseconds(tree.ru_utime) + nanoseconds(tree.ru_stime);
    return dprintf(result, "%lld %lld %ld %d\n", wall, cpu, peak, exit_status) < 0;
}

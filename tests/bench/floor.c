/* The physical floor of a probe: checks that the hook, its one argument, is a regular file that this
   user may execute, and becomes it. Nothing can do less and still be a probe with a check. */
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **arguments, char **environment) {
    struct stat found;
    if (count < 2 || stat(arguments[1], &found) != 0 || !S_ISREG(found.st_mode) || access(arguments[1], X_OK) != 0)
        return 126;
    execve(arguments[1], arguments + 1, environment);
    return 127;
}

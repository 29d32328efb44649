/* The floor of a probe: checks that its argument is a regular file that this user may execute, and
   executes it. A probe that checks its hook cannot do less. */
#include <sys/stat.h>
#include <unistd.h>

int main(int count, char **arguments, char **environment) {
    struct stat found;
    if (count < 2 || stat(arguments[1], &found) != 0 || !S_ISREG(found.st_mode) || access(arguments[1], X_OK) != 0)
        return 126;
    execve(arguments[1], arguments + 1, environment);
    return 127;
}

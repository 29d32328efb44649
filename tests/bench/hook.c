/* A hook, a job, an application whose first instruction is its last: what is measured is the way to it. */
void _start(void) {
    __asm__ volatile("syscall" : : "a"(231L), "D"(0L)); /* exit_group(0) */
    __builtin_unreachable();
}

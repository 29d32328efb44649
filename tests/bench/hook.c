/* A hook, a job or an application that ends with its first instruction and has no C library, so that
   only the start up to that instruction is measured. */
void _start(void) {
    __asm__ volatile("syscall" : : "a"(231L), "D"(0L)); /* exit_group(0) */
    __builtin_unreachable();
}

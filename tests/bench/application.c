/* An idle application: waits for a signal, without a C library. */
void _start(void) {
    for (;;)
        __asm__ volatile("syscall" : : "a"(34L) : "rcx", "r11", "memory"); /* pause(2) */
}

/* An application that does nothing: it waits for a signal. */
void _start(void) {
    for (;;)
        __asm__ volatile("syscall" : : "a"(34L) : "rcx", "r11", "memory"); /* pause() */
}

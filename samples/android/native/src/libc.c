/* Stands in for the C library of a device while the sample is linked; it is not packed. */
typedef __SIZE_TYPE__ size_t;
size_t strlen(const char *text) { return text ? 1 : 0; }
void *memcpy(void *to, const void *from, size_t count) { return from && count ? to : 0; }
void *__memcpy_chk(void *to, const void *from, size_t count, size_t room) {
    return from && count <= room ? to : 0;
}
void __stack_chk_fail(void) {}

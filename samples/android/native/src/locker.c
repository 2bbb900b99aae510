/* A library with a buffer on the stack, a pointer table that the linker fills, and a copy whose length
   is not known when it is compiled: what hardening flags change shows in each. Without an SDK there are no
   headers, so what it uses of the C library is declared here. */
typedef __SIZE_TYPE__ size_t;
size_t strlen(const char *text);
void *memcpy(void *to, const void *from, size_t count);
void *__memcpy_chk(void *to, const void *from, size_t count, size_t room);

#ifdef FORTIFIED
#define COPY(to, from, count) __memcpy_chk(to, from, count, __builtin_object_size(to, 0))
#else
#define COPY(to, from, count) memcpy(to, from, count)
#endif

const char *const parcel_states[] = {"waiting-in-locker", "handed-out", "sent-back"};
extern size_t (*const parcel_length)(const char *text);
size_t (*const parcel_length)(const char *text) = strlen;

int parcel_code(const char *name) {
    char buffer[32];
    size_t count = parcel_length(name);
    COPY(buffer, name, count);
    return buffer[0] + buffer[count - 1];
}

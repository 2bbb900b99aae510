/* What Apple's runtime has and GNU's has not, as far as frida-objc-bridge asks for it. */
#include <limits.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

static char program[PATH_MAX];

const char *class_getImageName(void *type) {
  if (type == NULL) return NULL;
  if (program[0] == 0) {
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    program[length < 0 ? 0 : length] = 0;
  }
  return program;
}

void *object_getClass(void *object) { return object == NULL ? NULL : *(void **)object; }
void *objc_allocateProtocol(const char *name) { return NULL; }
void objc_registerProtocol(void *protocol) {}
void protocol_addMethodDescription(void *p, void *sel, const char *types, int req, int inst) {}
void protocol_addProtocol(void *protocol, void *addition) {}

void *property_copyAttributeList(void *property, unsigned *count) {
  if (count != NULL) *count = 0;
  return NULL;
}

int _dispatch_main_q[16];

struct work {
  void (*run)(void *);
  void *context;
};

static void *run(void *given) {
  struct work *work = given;
  work->run(work->context);
  free(work);
  return NULL;
}

void dispatch_async_f(void *queue, void *context, void (*function)(void *)) {
  struct work *work = malloc(sizeof *work);
  pthread_t thread;
  work->run = function;
  work->context = context;
  pthread_create(&thread, NULL, run, work);
  pthread_detach(thread);
}

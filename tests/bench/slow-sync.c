/* Makes every sync of this process take 5 ms longer, as a slow disk would; loaded with LD_PRELOAD by the ledger measurement only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static void wait_like_a_slow_disk(void) {
  struct timespec left = {0, 5000000};
  while (nanosleep(&left, &left) != 0) {
  }
}

int fsync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  wait_like_a_slow_disk();
  return real(fd);
}

int fdatasync(int fd) {
  int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  wait_like_a_slow_disk();
  return real(fd);
}

// The log: what happens, in one file and in its order, as disk-log.ts reads it.
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum file { NONE = 0, DB = 1, WAL = 2, JOURNAL = 3, FOLDER = 4, DRAFT = 5 };
enum event { CREATE = 1, WRITE = 2, TRUNCATE = 3, SYNC = 4, UNLINK = 5, SEND = 6, ACCEPT = 7, RENAME = 8 };

struct record {
  uint32_t event, file;
  uint64_t offset; // of a write; the new size of a truncate; for a sync, how many records there were before it began
  uint32_t fd, length; // length: bytes that follow
};

#define MAX_FD 65536
static unsigned char files[MAX_FD];   // which file is open there (enum file)
static unsigned char sockets[MAX_FD]; // 1: a socket that was accepted
static char path_db[PATH_MAX], path_folder[PATH_MAX];
static int log_fd = -1;
static uint64_t records;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_writev)(int, const struct iovec *, int);

static enum file file_of(const char *path) {
  size_t n = strlen(path_db);
  if (n == 0) return NONE;
  if (strcmp(path, path_folder) == 0) return FOLDER;
  if (strncmp(path, path_db, n) != 0) return NONE;
  if (path[n] == 0) return DB;
  if (strcmp(path + n, "-wal") == 0) return WAL;
  if (strcmp(path + n, "-journal") == 0) return JOURNAL;
  if (strcmp(path + n, ".new") == 0) return DRAFT;
  return NONE;
}
static enum file file_at(int fd) { return fd >= 0 && fd < MAX_FD ? files[fd] : NONE; }

// Call with the lock held.
static void note(enum event event, enum file file, uint64_t offset, int fd, const struct iovec *parts, int count) {
  if (log_fd < 0) return;
  struct record head = {event, file, offset, (uint32_t)fd, 0};
  struct iovec all[64];
  if (count > 63) abort(); // a log with a gap would prove nothing
  for (int i = 0; i < count; i++) {
    head.length += parts[i].iov_len;
    all[i + 1] = parts[i];
  }
  all[0] = (struct iovec){&head, sizeof head};
  if (real_writev(log_fd, all, count + 1) != (ssize_t)(sizeof head + head.length)) abort();
  records++;
}
static void note_bytes(enum event event, enum file file, uint64_t offset, int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  pthread_mutex_lock(&lock);
  note(event, file, offset, fd, &part, length > 0);
  pthread_mutex_unlock(&lock);
}

// Stands between a process and the C library (LD_PRELOAD) and
//  - writes down, in one log and in order, what the process does to its database files (the file of EG_SHIM_DB, its -wal and
//    -journal, the .new that becomes it, the folder they lie in) and what it sends on its sockets;
//  - makes operations on those files fail, as the control block in the file EG_SHIM_CONTROL says.
// Linux, x86-64 and arm64. Every record is appended under one lock, so that the log's order is the order of events: a write
// and a send are noted before they are made, a sync after it returned, with the number of records there were before it began.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shim-log.h"
#include "shim-faults.h"

static int (*real_open64)(const char *, int, ...);
static int (*real_close)(int);
static ssize_t (*real_pwrite64)(int, const void *, size_t, off64_t);
static ssize_t (*real_pread64)(int, void *, size_t, off64_t);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_sendmsg)(int, const struct msghdr *, int);
static int (*real_ftruncate64)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_accept4)(int, struct sockaddr *, socklen_t *, int);

__attribute__((constructor)) static void begin(void) {
  real_open64 = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  real_pwrite64 = dlsym(RTLD_NEXT, "pwrite64");
  real_pread64 = dlsym(RTLD_NEXT, "pread64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_writev = dlsym(RTLD_NEXT, "writev");
  real_sendmsg = dlsym(RTLD_NEXT, "sendmsg");
  real_ftruncate64 = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_accept4 = dlsym(RTLD_NEXT, "accept4");
  const char *db = getenv("EG_SHIM_DB"), *log = getenv("EG_SHIM_LOG"), *block = getenv("EG_SHIM_CONTROL");
  if (!db) return;
  snprintf(path_db, sizeof path_db, "%s", db);
  snprintf(path_folder, sizeof path_folder, "%s", db);
  char *slash = strrchr(path_folder, '/');
  if (slash) *slash = 0;
  if (log) log_fd = real_open64(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (block) {
    int fd = real_open64(block, O_RDWR | O_CLOEXEC);
    void *mapped = fd < 0 ? MAP_FAILED : mmap(0, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    control = mapped == MAP_FAILED ? 0 : mapped;
    if (fd >= 0) real_close(fd);
  }
}

int open64(const char *path, int flags, ...) {
  mode_t mode = 0;
  if (flags & (O_CREAT | O_TMPFILE)) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  enum file file = file_of(path);
  struct stat before;
  int existed = file == NONE || stat(path, &before) == 0;
  int fd = real_open64(path, flags, mode);
  if (fd < 0 || fd >= MAX_FD) return fd;
  files[fd] = file;
  sockets[fd] = 0;
  if (!existed) note_bytes(CREATE, file, 0, fd, 0, 0);
  return fd;
}

int close(int fd) {
  if (fd >= 0 && fd < MAX_FD) files[fd] = sockets[fd] = 0;
  return real_close(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  enum file file = file_at(fd);
  if (file == NONE) return real_pwrite64(fd, bytes, length, offset);
  switch (meet(OP_WRITE)) {
  case F_EIO: errno = EIO; return -1;
  case F_ENOSPC: errno = ENOSPC; return -1;
  case F_SHORT: length = length / 2; break;
  default: break;
  }
  if (length == 0) { errno = ENOSPC; return -1; }
  note_bytes(WRITE, file, (uint64_t)offset, fd, bytes, length);
  return real_pwrite64(fd, bytes, length, offset);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) {
  if (file_at(fd) != NONE && meet(OP_READ) == F_READ) { errno = EIO; return -1; }
  return real_pread64(fd, bytes, length, offset);
}

int ftruncate64(int fd, off64_t size) {
  enum file file = file_at(fd);
  if (file == NONE) return real_ftruncate64(fd, size);
  if (meet(OP_TRUNCATE) == F_EIO) { errno = EIO; return -1; }
  note_bytes(TRUNCATE, file, (uint64_t)size, fd, 0, 0);
  return real_ftruncate64(fd, size);
}

static int sync_with(int (*real)(int), int fd) {
  enum file file = file_at(fd);
  if (file == NONE) return real(fd);
  enum fault fault = meet(OP_SYNC);
  if (fault == F_SWALLOW) return 0;
  if (fault != F_NONE) { errno = EIO; return -1; }
  pthread_mutex_lock(&lock);
  uint64_t before = records;
  pthread_mutex_unlock(&lock);
  int result = real(fd);
  if (result == 0) note_bytes(SYNC, file, before, fd, 0, 0);
  return result;
}
int fsync(int fd) { return sync_with(real_fsync, fd); }
int fdatasync(int fd) { return sync_with(real_fdatasync, fd); }

int unlink(const char *path) {
  enum file file = file_of(path);
  int result = real_unlink(path);
  if (result == 0 && file != NONE) note_bytes(UNLINK, file, 0, -1, 0, 0);
  return result;
}

// Only what becomes the database is followed.
int rename(const char *from, const char *to) {
  int result = real_rename(from, to);
  if (result == 0 && file_of(from) == DRAFT && file_of(to) == DB) note_bytes(RENAME, DRAFT, 0, -1, 0, 0);
  return result;
}

int accept4(int listener, struct sockaddr *address, socklen_t *size, int flags) {
  struct sockaddr_storage own;
  socklen_t own_size = sizeof own;
  int fd = real_accept4(listener, (struct sockaddr *)&own, &own_size, flags);
  if (address && size && fd >= 0) {
    memcpy(address, &own, *size < own_size ? *size : own_size);
    *size = own_size;
  }
  if (fd < 0 || fd >= MAX_FD) return fd;
  struct sockaddr_storage peer;
  socklen_t peer_size = sizeof peer;
  uint64_t port = 0;
  if (getpeername(fd, (struct sockaddr *)&peer, &peer_size) == 0 && peer.ss_family == AF_INET)
    port = ntohs(((struct sockaddr_in *)&peer)->sin_port);
  sockets[fd] = 1;
  files[fd] = NONE;
  note_bytes(ACCEPT, NONE, port, fd, 0, 0);
  return fd;
}

static int is_sent(int fd) { return log_fd >= 0 && fd >= 0 && fd < MAX_FD && sockets[fd]; }

ssize_t write(int fd, const void *bytes, size_t length) {
  enum file file = file_at(fd);
  if (file != NONE) {
    switch (meet(OP_WRITE)) {
    case F_EIO: errno = EIO; return -1;
    case F_ENOSPC:
    case F_SHORT: errno = ENOSPC; return -1;
    default: break;
    }
    note_bytes(WRITE, file, (uint64_t)lseek64(fd, 0, SEEK_CUR), fd, bytes, length);
  } else if (is_sent(fd)) note_bytes(SEND, NONE, 0, fd, bytes, length);
  return real_write(fd, bytes, length);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (is_sent(fd)) {
    pthread_mutex_lock(&lock);
    for (int i = 0; i < count; i++) note(SEND, NONE, 0, fd, parts + i, 1);
    pthread_mutex_unlock(&lock);
  }
  return real_writev(fd, parts, count);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
  if (is_sent(fd)) {
    pthread_mutex_lock(&lock);
    for (size_t i = 0; i < message->msg_iovlen; i++) note(SEND, NONE, 0, fd, message->msg_iov + i, 1);
    pthread_mutex_unlock(&lock);
  }
  return real_sendmsg(fd, message, flags);
}

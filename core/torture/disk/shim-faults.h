// Failures: which operation on the followed files fails, and how, as the control block says that disk-control.ts writes.
#include <pthread.h>
#include <stdint.h>

enum fault { F_NONE = 0, F_EIO = 1, F_ENOSPC = 2, F_SHORT = 3, F_SYNC = 4, F_READ = 5, F_SWALLOW = 6 };

struct control {
  uint32_t fault;     // which (enum fault); 0: none
  uint32_t countdown; // operations that still succeed
  uint32_t lasting;   // 0: one operation fails; 1: all, until the test clears `fault`
  uint32_t failed;    // how many operations failed so far
  uint32_t seen;      // how many operations there were while armed
};
static struct control *control;

enum operation { OP_WRITE, OP_SYNC, OP_TRUNCATE, OP_READ };

// Whether a fault strikes operations of this kind.
static int strikes(enum fault fault, enum operation operation) {
  switch (fault) {
  case F_EIO: return operation != OP_READ;
  case F_ENOSPC:
  case F_SHORT: return operation == OP_WRITE;
  case F_SYNC:
  case F_SWALLOW: return operation == OP_SYNC;
  case F_READ: return operation == OP_READ;
  default: return 0;
  }
}

// The fault that this operation meets, or F_NONE.
static enum fault meet(enum operation operation) {
  if (!control || !control->fault) return F_NONE;
  enum fault met = F_NONE;
  pthread_mutex_lock(&lock);
  enum fault armed = control->fault;
  int counts = armed == F_READ ? operation == OP_READ : operation != OP_READ;
  if (armed != F_NONE && counts) {
    control->seen++;
    if (control->countdown > 0) control->countdown--;
    else if (strikes(armed, operation)) {
      met = armed;
      control->failed++;
      if (!control->lasting) control->fault = F_NONE;
    }
  }
  pthread_mutex_unlock(&lock);
  return met;
}

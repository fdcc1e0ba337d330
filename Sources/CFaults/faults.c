#define _GNU_SOURCE
#include "CFaults.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { GUARDS = 4096 };
enum state { FREE = 0, TAKEN = 1, GUARDING = 2 };

struct guard {
  atomic_int state;
  atomic_int lost;
  _Atomic(uintptr_t) start;
  _Atomic(uintptr_t) end;
  // The last byte of the file that is not zero, if its last page has one: a cut inside the page shows in nothing else.
  const volatile uint8_t *probe;
  uint8_t expected;
};

static struct guard guards[GUARDS];
static atomic_int highest;
static atomic_int installed;
static struct sigaction previous;
static size_t page_size;

static void pass_on(int number, siginfo_t *info, void *context) {
  if (previous.sa_flags & SA_SIGINFO) {
    if (previous.sa_sigaction) previous.sa_sigaction(number, info, context);
    return;
  }
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
    return;
  }
  // The access is repeated on return, and then ends the process as it would have without this handler.
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(number, &action, NULL);
}

static void on_fault(int number, siginfo_t *info, void *context) {
  uintptr_t address = (uintptr_t)info->si_addr;
  int end = atomic_load(&highest);
  for (int i = 0; info->si_code == BUS_ADRERR && i < end; i++) {
    struct guard *guard = &guards[i];
    if (atomic_load(&guard->state) != GUARDING) continue;
    uintptr_t start = atomic_load(&guard->start), stop = atomic_load(&guard->end);
    if (address < start || address >= stop) continue;
    // From the fault to the end nothing is left of the file; zeros take its place, and the guard remembers.
    uintptr_t page = address & ~(uintptr_t)(page_size - 1);
    void *zeros = mmap((void *)page, stop - page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (zeros == MAP_FAILED) break;
    atomic_store(&guard->lost, 1);
    return;
  }
  pass_on(number, info, context);
}

int hfpub_faults_install(void) {
  int expected = 0;
  if (!atomic_compare_exchange_strong(&installed, &expected, 1)) return 1;
  page_size = (size_t)sysconf(_SC_PAGESIZE);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGBUS, &action, &previous) == 0) return 1;
  atomic_store(&installed, 0);
  return 0;
}

int hfpub_faults_guard(const void *start, size_t length) {
  if (!atomic_load(&installed) || length == 0) return -1;
  for (int i = 0; i < GUARDS; i++) {
    struct guard *guard = &guards[i];
    int expected = FREE;
    if (!atomic_compare_exchange_strong(&guard->state, &expected, TAKEN)) continue;
    atomic_store(&guard->start, (uintptr_t)start);
    atomic_store(&guard->end, ((uintptr_t)start + length + page_size - 1) & ~(uintptr_t)(page_size - 1));
    atomic_store(&guard->lost, 0);
    int seen = atomic_load(&highest);
    while (seen < i + 1 && !atomic_compare_exchange_weak(&highest, &seen, i + 1)) {}
    atomic_store(&guard->state, GUARDING);
    // Looked at under guard: the file may have shrunk before it was mapped.
    const volatile uint8_t *bytes = start;
    size_t last_page = (length - 1) / page_size * page_size;
    size_t probe = length - 1;
    while (probe > last_page && bytes[probe] == 0) probe--;
    guard->probe = bytes + probe;
    guard->expected = bytes[probe];
    return i;
  }
  return -1;
}

int hfpub_faults_is_intact(int guard) {
  // The look may itself fault, which sets `lost`.
  int same = *guards[guard].probe == guards[guard].expected;
  if (!same) atomic_store(&guards[guard].lost, 1);
  return !atomic_load(&guards[guard].lost);
}

void hfpub_faults_release(int guard) { atomic_store(&guards[guard].state, FREE); }

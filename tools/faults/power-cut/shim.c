/*
 * Written into a process by LD_PRELOAD: writes down what it does to the files below a folder, keeps what is synced, and kills the process
 * at a given operation. replay.mjs makes of this what a disk may hold after a power cut.
 *
 *   CUT_ROOT     the folder, as a real path
 *   CUT_JOURNAL  a folder for the journal and the contents that were synced
 *   CUT_AT       the operation before which the process is killed, from 1; 0: never
 *
 * A line of the journal is an operation, its parts between tabs; folders and files go by their inode:
 *   C folder name inode   a file was made         T inode                  a file was cut to a length
 *   M folder name inode   a folder was made       F inode number           a file was synced, its content is kept under the number
 *   L folder name inode   a link was made         D inode                  a folder was synced
 *   S folder name target  a symbolic link         R folder name folder name  renamed
 *   U folder name         a file was removed      X folder name            a folder was removed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root, *journal;
static long cut_at, operations;
static int journal_fd = -1;

__attribute__((constructor)) static void begin(void) {
  root = getenv("CUT_ROOT");
  journal = getenv("CUT_JOURNAL");
  if (!root || !journal) return;
  cut_at = getenv("CUT_AT") ? atol(getenv("CUT_AT")) : 0;
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/journal", journal);
  journal_fd = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* Within the folder, or the folder itself. */
static int is_below(const char *path) {
  size_t length = strlen(root);
  return strncmp(path, root, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* Splits a path into the inode of its folder, 0 where that is not below the root, and the name in it. */
static unsigned long split(const char *path, char *name) {
  char copy[PATH_MAX], real[PATH_MAX];
  struct stat found;
  if (journal_fd < 0 || !path || strlen(path) >= PATH_MAX) return 0;
  strcpy(copy, path);
  size_t length = strlen(copy);
  while (length > 1 && copy[length - 1] == '/') copy[--length] = 0;
  char *slash = strrchr(copy, '/');
  strcpy(name, slash ? slash + 1 : copy);
  const char *folder = !slash ? "." : slash == copy ? "/" : (*slash = 0, copy);
  if (!realpath(folder, real) || !is_below(real) || stat(real, &found) != 0) return 0;
  return found.st_ino;
}

static void note(const char *format, ...) {
  char line[3 * PATH_MAX];
  va_list given;
  va_start(given, format);
  int length = vsnprintf(line, sizeof line, format, given);
  va_end(given);
  int before = errno;
  syscall(SYS_write, journal_fd, line, length);
  errno = before;
}

/* Counts an operation below the root, before it happens. */
static void count(void) {
  if (++operations == cut_at) syscall(SYS_kill, getpid(), SIGKILL);
}

static unsigned long inode_of(const char *path) {
  struct stat found;
  return lstat(path, &found) == 0 ? found.st_ino : 0;
}

static int open_noted(const char *path, int flags, mode_t mode, const char *which) {
  __typeof__(&open) real = (__typeof__(&open))dlsym(RTLD_NEXT, which);
  char name[PATH_MAX];
  unsigned long folder = (flags & (O_CREAT | O_TRUNC)) ? split(path, name) : 0;
  if (!folder) return real(path, flags, mode);
  pthread_mutex_lock(&lock);
  unsigned long before = inode_of(path);
  if (!before || (flags & O_TRUNC)) count();
  int fd = real(path, flags, mode);
  if (fd >= 0 && !before) note("C\t%lu\t%s\t%lu\n", folder, name, inode_of(path));
  else if (fd >= 0 && (flags & O_TRUNC)) note("T\t%lu\n", before);
  pthread_mutex_unlock(&lock);
  return fd;
}

#define OPEN(name)                                    \
  int name(const char *path, int flags, ...) {        \
    va_list given;                                    \
    va_start(given, flags);                           \
    mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(given, mode_t) : 0; \
    va_end(given);                                    \
    return open_noted(path, flags, mode, #name);      \
  }
OPEN(open)
OPEN(open64)

/* Keeps the content of a file, as it is now, under a number. */
static long keep(int fd) {
  static long number;
  char path[PATH_MAX], buffer[1 << 16];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int from = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  snprintf(path, sizeof path, "%s/%d-%ld", journal, getpid(), ++number);
  int to = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  for (long size; (size = syscall(SYS_read, from, buffer, sizeof buffer)) > 0;) syscall(SYS_write, to, buffer, size);
  syscall(SYS_close, from);
  syscall(SYS_close, to);
  return number;
}

static int sync_noted(int fd, const char *which) {
  __typeof__(&fsync) real = (__typeof__(&fsync))dlsym(RTLD_NEXT, which);
  char link[64], path[PATH_MAX];
  struct stat found;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = journal_fd < 0 ? -1 : readlink(link, path, sizeof path - 1);
  if (length < 0) return real(fd);
  path[length] = 0;
  if (!is_below(path) || fstat(fd, &found) != 0) return real(fd);
  pthread_mutex_lock(&lock);
  count();
  /* The disk itself is not asked: that would only cost time. */
  if (S_ISDIR(found.st_mode)) note("D\t%lu\n", found.st_ino);
  else note("F\t%lu\t%d-%ld\n", found.st_ino, getpid(), keep(fd));
  pthread_mutex_unlock(&lock);
  return 0;
}
int fsync(int fd) { return sync_noted(fd, "fsync"); }
int fdatasync(int fd) { return sync_noted(fd, "fdatasync"); }

static int truncate_noted(int fd, off_t length, const char *which) {
  __typeof__(&ftruncate) real = (__typeof__(&ftruncate))dlsym(RTLD_NEXT, which);
  struct stat found;
  pthread_mutex_lock(&lock);
  if (journal_fd >= 0) count();
  int result = real(fd, length);
  if (result == 0 && journal_fd >= 0 && fstat(fd, &found) == 0) note("T\t%lu\n", found.st_ino);
  pthread_mutex_unlock(&lock);
  return result;
}
int ftruncate(int fd, off_t length) { return truncate_noted(fd, length, "ftruncate"); }
int ftruncate64(int fd, off_t length) { return truncate_noted(fd, length, "ftruncate64"); }

int mkdir(const char *path, mode_t mode) {
  char name[PATH_MAX];
  unsigned long folder = split(path, name);
  if (!folder) return REAL(mkdir)(path, mode);
  pthread_mutex_lock(&lock);
  count();
  int result = REAL(mkdir)(path, mode);
  if (result == 0) note("M\t%lu\t%s\t%lu\n", folder, name, inode_of(path));
  pthread_mutex_unlock(&lock);
  return result;
}

int link(const char *from, const char *to) {
  char name[PATH_MAX];
  unsigned long folder = split(to, name);
  if (!folder) return REAL(link)(from, to);
  pthread_mutex_lock(&lock);
  count();
  int result = REAL(link)(from, to);
  if (result == 0) note("L\t%lu\t%s\t%lu\n", folder, name, inode_of(to));
  pthread_mutex_unlock(&lock);
  return result;
}

int symlink(const char *target, const char *path) {
  char name[PATH_MAX];
  unsigned long folder = split(path, name);
  if (!folder) return REAL(symlink)(target, path);
  pthread_mutex_lock(&lock);
  count();
  int result = REAL(symlink)(target, path);
  if (result == 0) note("S\t%lu\t%s\t%s\n", folder, name, target);
  pthread_mutex_unlock(&lock);
  return result;
}

int rename(const char *from, const char *to) {
  char old_name[PATH_MAX], new_name[PATH_MAX];
  unsigned long old_folder = split(from, old_name), new_folder = split(to, new_name);
  if (!old_folder || !new_folder) return REAL(rename)(from, to);
  pthread_mutex_lock(&lock);
  count();
  int result = REAL(rename)(from, to);
  if (result == 0) note("R\t%lu\t%s\t%lu\t%s\n", old_folder, old_name, new_folder, new_name);
  pthread_mutex_unlock(&lock);
  return result;
}

#define REMOVE(call, letter)                                       \
  int call(const char *path) {                                     \
    char name[PATH_MAX];                                           \
    unsigned long folder = split(path, name);                      \
    if (!folder) return REAL(call)(path);                          \
    pthread_mutex_lock(&lock);                                     \
    count();                                                       \
    int result = REAL(call)(path);                                 \
    if (result == 0) note(letter "\t%lu\t%s\n", folder, name);     \
    pthread_mutex_unlock(&lock);                                   \
    return result;                                                 \
  }
REMOVE(unlink, "U")
REMOVE(rmdir, "X")

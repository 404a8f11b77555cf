// What glibc declares only under _GNU_SOURCE or _XOPEN_SOURCE, which Swift's Glibc module does not set.
#include <spawn.h>
#include <sys/statfs.h>
#include <sys/types.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int posix_openpt(int flags);
int grantpt(int terminal);
int unlockpt(int terminal);
int ptsname_r(int terminal, char *name, size_t size);
long splice(int from, off_t *from_offset, int to, off_t *to_offset, size_t length, unsigned int flags);
int posix_spawn_file_actions_addtcsetpgrp_np(posix_spawn_file_actions_t *actions, int terminal);
int syncfs(int descriptor);
ssize_t copy_file_range(int from, off_t *offset, int to, off_t *to_offset, size_t size, unsigned flags);

// A function with a variable number of arguments cannot be called from Swift.
struct sqlite3;
int sqlite3_db_config(struct sqlite3 *connection, int option, ...);
static inline int configure_sqlite(void *connection, int option, int value) {
  return sqlite3_db_config((struct sqlite3 *)connection, option, value, (int *)0);
}

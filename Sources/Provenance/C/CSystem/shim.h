// What glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#include <spawn.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int syncfs(int descriptor);

// A function with a variable number of arguments cannot be called from Swift.
struct sqlite3;
int sqlite3_db_config(struct sqlite3 *connection, int option, ...);
static inline int configure_sqlite(void *connection, int option, int value) {
  return sqlite3_db_config((struct sqlite3 *)connection, option, value, (int *)0);
}

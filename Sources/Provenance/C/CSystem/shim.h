// What glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#include <spawn.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);

// Swift cannot call a C function with a variable number of arguments.
struct sqlite3;
int sqlite3_db_config(struct sqlite3 *connection, int option, ...);

// SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE
static inline int xp_sqlite_keep_log_at_close(void *connection) {
  return sqlite3_db_config((struct sqlite3 *)connection, 1006, 1, (int *)0);
}

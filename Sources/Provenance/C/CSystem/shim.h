// What glibc declares only under _GNU_SOURCE, which Swift's Glibc module does not set.
#include <spawn.h>

int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path);
int syncfs(int descriptor);

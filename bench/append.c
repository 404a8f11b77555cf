#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* The least that one durable point can cost: a process, a write, a sync. */
int main(int count, char **words) {
  int file = open(words[1], O_WRONLY | O_APPEND | O_CREAT, 0644);
  const char *line = "{\"step\":3,\"val_auc\":0.71}\n";
  return file < 0 || write(file, line, strlen(line)) < 0 || fdatasync(file) < 0;
}

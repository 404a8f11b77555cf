// What SQLite offers by a function of variable arguments only, which Swift cannot call.
#include <sqlite3.h>

static inline int ledger_keep_log_on_close(sqlite3 *connection) {
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

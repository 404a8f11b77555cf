"""Makes a project whose ledger holds many entries, without xp: journals, order, rows and the tree's nodes are computed here.

What xp then says of it is a judgment of two programs that share nothing but the formats in schemas/.
"""

import hashlib
import sqlite3
from datetime import datetime, timedelta, timezone

WRITER = "0123456789abcdef"
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
BLOCK_LEVEL = 8


def sha256(data):
    return hashlib.sha256(data).digest()


def moment(number):
    time = START + timedelta(milliseconds=number)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03d}Z", int(time.timestamp() * 1000 + 0.5)


def entry(number, experiment, previous):
    """One note's canonical bytes, about as long as a short judgment."""
    before = f'"sha256:{previous.hex()}"' if previous else "null"
    text = f"note {number} of a long history, with some words that make it as long as entries usually are at least"
    return (
        f'{{"body":{{"text":"{text}"}},"entry":"noted","experiment":"{experiment}","ledger":"{WRITER}","offset":"+00:00",'
        f'"previous":{before},"time":"{moment(number)[0]}","xp":"entry.v1"}}').encode()


def nodes(leaves):
    """The hashes of complete subtrees that the ledger keeps: (level, number, hash)."""
    level, hashes = 0, leaves
    while len(hashes) > 1:
        hashes = [sha256(b"\x01" + hashes[i] + hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        level += 1
        if level >= BLOCK_LEVEL:
            yield from ((level, number, node) for number, node in enumerate(hashes))


def project(folder, schema, count, experiments=1000):
    """Entries go to the experiments in turn, as those of parallel runs do."""
    hidden = folder / ".xp"
    for name in ("open", "order", "cache", "tmp"):
        (hidden / name).mkdir(parents=True, exist_ok=True)
    (folder / "xp.toml").write_text('schema_version = "1.0.0"\nupdated = "2026-01-01"\n')
    (hidden / "id").write_text(WRITER + "\n")
    names = [f"20260101_{n // 3600:02d}{n // 60 % 60:02d}{n % 60:02d}_bench_of_{n}" for n in range(experiments)]
    lines, last, leaves = [[] for _ in names], [None] * experiments, []
    database = sqlite3.connect(hidden / "ledger.sqlite")
    database.executescript(schema.read_text() + f"PRAGMA application_id = {0x78706C31}; PRAGMA user_version = 2;")

    def rows():
        for number in range(count):
            place = number % experiments
            body = entry(number, names[place], last[place])
            last[place] = sha256(body)
            lines[place].append(body)
            leaves.append(sha256(b"\x00" + body))
            order.write(last[place].hex() + "\n")
            yield number + 1, last[place], WRITER, names[place], "noted", moment(number)[1], body

    with open(hidden / "order" / WRITER, "w") as order:
        database.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)", rows())
    database.executemany("INSERT INTO tree_nodes VALUES (?, ?, ?)", sorted(nodes(leaves)))
    database.commit()
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
    for name, entries in zip(names, lines):
        (folder / "experiments" / name).mkdir(parents=True, exist_ok=True)
        (folder / "experiments" / name / f"journal.{WRITER}.jsonl").write_bytes(b"".join(line + b"\n" for line in entries))
    return names

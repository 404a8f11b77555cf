"""What the benchmarks work on: made by rule, so that every machine has the same."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import struct
import subprocess

WHO = dict(
    GIT_AUTHOR_NAME="bench", GIT_AUTHOR_EMAIL="bench@example.org",
    GIT_COMMITTER_NAME="bench", GIT_COMMITTER_EMAIL="bench@example.org",
)


def repository(folder, files, dirty):
    """A git repository with a config of 80 keys; of its files, some are changed and not committed."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "configs").mkdir(parents=True)
    groups = ["experiment", "seeds", "data", "model", "training", "schedule", "regularisation", "evaluation"]
    (folder / "configs/base.yaml").write_text(
        "".join(f"{group}:\n" + "".join(f"  key_{i}: {i * 0.25}\n" for i in range(10)) for group in groups))
    (folder / "train.py").write_text("print('trained')\n")
    for number in range(files):
        path = folder / f"source/part{number // 50}/module{number}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"VALUE = {number}\n" * 40)
    git = ["git", "-C", folder]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "start"], check=True, env={**os.environ, **WHO})
    for number in range(0, files, files // dirty):
        with open(folder / f"source/part{number // 50}/module{number}.py", "a") as file:
            file.write("CHANGED = True\n")


def config(path, size):
    """A JSON config of groups with keys of all types, at least `size` bytes long."""
    if path.exists() and path.stat().st_size >= size:
        return
    generator, groups, total = random.Random(1), {}, 0
    while total < size:
        group = {}
        for number in range(1000):
            group[f"layer_{number}.weight"] = generator.gauss(0, 1)
            group[f"layer_{number}.units"] = generator.randrange(1, 4096)
            group[f"layer_{number}.name"] = generator.choice(["dense", "größe", 'a "quoted" word', "tab\there"])
            group[f"layer_{number}.enabled"] = generator.random() < 0.5
            group[f"layer_{number}.schedule"] = [10.0 ** generator.randint(-9, 3) for _ in range(3)]
        groups[f"group_{len(groups)}"] = group
        total += len(json.dumps(group, ensure_ascii=False).encode())
    path.write_text(json.dumps(groups, ensure_ascii=False), encoding="utf-8")


def blob(path, size):
    if path.exists() and path.stat().st_size == size:
        return
    block = random.Random(2).randbytes(1 << 20)
    with open(path, "wb") as file:
        for _ in range(size >> 20):
            file.write(block)


def metrics(path, columns, rows):
    """A metric file as a training script writes it."""
    generator = random.Random(3)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as file:
        file.write(",".join(["step", *columns]) + "\n")
        for step in range(rows):
            file.write(",".join([str(step)] + [repr(generator.random()) for _ in columns]) + "\n")


def number_words(static, count):
    """The doubles of the ES6 number file as 64-bit words: a fixed list, 2,000 in a row, then a chain of SHA-256."""
    words = [int(line, 16) for line in open(static)] + [0x0010000000000000 + i for i in range(2000)]
    block = bytes(32)
    while len(words) < count:
        block = hashlib.sha256(block).digest()
        for word in struct.unpack("<4Q", block):
            # Neither zero, nor an infinity or NaN.
            if word & 0x7FFFFFFFFFFFFFFF != 0 and (word >> 52) & 0x7FF != 0x7FF:
                words.append(word)
    return words[:count]


def double(word):
    return struct.unpack("<d", struct.pack("<Q", word))[0]


def ledger(folder, xp, experiments):
    """A project whose ledger lists so many experiments: 20 config keys, 6 metrics, tags, now and then a second attempt.

    The program itself makes the ledger and its tables; the rows are put in by SQL, in the shape in which it keeps them
    (schemas/ledger.v2.sql): lists read nothing else, neither entries nor folders.
    """
    path = folder / ".xp/ledger.sqlite"
    done = folder / "done"
    if done.exists():
        return path
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run([xp, "init"], cwd=folder, check=True, capture_output=True)
    (folder / "xp.toml").write_text('[metrics]\nprimary = "val_auc"\n[class]\nkeys = ["data.fold"]\n')
    subprocess.run([xp, "sync"], cwd=folder, check=True, capture_output=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("BEGIN")
    Rows(database).fill(experiments)
    database.execute("COMMIT")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    done.touch()
    return path


class Rows:
    """The rows of a ledger's caches."""

    KEYS = ["training.lr", "data.fold", "seeds.primary", "model.name"] + [f"model.key_{number}" for number in range(16)]
    METRICS = ["val_auc", "val_loss", "train_loss", "val_accuracy", "train_accuracy", "grad_norm"]
    START = 1_700_000_000_000

    def __init__(self, database):
        self.database = database
        self.random = random.Random(7)
        self.literals = {}

    def many(self, sql, rows):
        self.database.executemany(sql, rows)

    def literal(self, kind, spelling):
        key = (kind, spelling)
        if key not in self.literals:
            self.literals[key] = len(self.literals) + 1
        return self.literals[key]

    def fill(self, count):
        self.many("INSERT INTO config_keys VALUES (?, ?, 0)", [(i + 1, name) for i, name in enumerate(self.KEYS)])
        self.many("INSERT INTO metric_names VALUES (?, ?)", [(i + 1, name) for i, name in enumerate(self.METRICS)])
        self.many("INSERT INTO codes VALUES (?, ?)", [(i, "sha256:" + hashed(f"code {i}")) for i in range(1, 51)])
        for number in range(1, count + 1):
            self.add(number)
        rows = []
        for (kind, spelling), number in self.literals.items():
            rows.append((number, kind, spelling, float(spelling) if kind == "number" else None, spelling if kind == "text" else None))
        self.many("INSERT INTO literals VALUES (?, ?, ?, ?, ?, NULL)", rows)

    def add(self, number):
        registered = self.START + number * 60_000
        model = self.random.choice(["gru", "mlp", "gainakt2"])
        name = f"20260101_000000_{model}_experiment_{number:06}"
        # One config in ten has been registered before.
        snapshot = number if number % 10 else max(1, number - 5)
        digest = "sha256:" + hashed(f"config {snapshot}")
        code = self.random.randrange(1, 51)
        self.many("INSERT INTO experiments VALUES (?, ?, ?, 0, ?, ?, 0, 0, NULL, ?, ?, ?, ?, ?, '1.0.0', '')", [(
            number, name, registered, model, f"experiment {number}", digest, digest, "sha256:" + hashed(f"code {code}"),
            "sha256:" + hashed("seeds"), "sha256:" + hashed("policy"))])
        state = self.random.choices(["completed", "failed", "registered"], [8, 1, 1])[0]
        attempts = 0 if state == "registered" else 1
        ran = (attempts or None, registered + 5000, registered + 65_000, 60.0, 0 if state == "completed" else 1, "node1")
        self.many("INSERT INTO standings VALUES (?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)", [(
            number, state, attempts, *(ran if attempts else (None,) * 6), snapshot, code)])
        if number % 3 == 0:
            self.many("INSERT INTO tags VALUES (?, ?)", [(number, "paper" if number % 30 == 0 else "sweep")])
        if snapshot == number:
            self.config(number, digest, model)
        if attempts:
            self.metrics(number)

    def config(self, snapshot, digest, model):
        values = [
            ("number", self.random.choice(["1e-3", "3e-4", "1e-4", "0.01"])), ("number", str(self.random.randrange(5))),
            ("number", str(snapshot)), ("text", model), *(("number", str(self.random.randrange(100) / 4)) for _ in range(16)),
        ]
        self.many("INSERT INTO snapshots VALUES (?, ?, ?)", [(snapshot, digest, len(values))])
        self.many("INSERT INTO config_values VALUES (?, ?, ?)", [
            (key + 1, self.literal(*value), snapshot) for key, value in enumerate(values)])

    def metrics(self, number):
        rows = []
        for metric in range(1, len(self.METRICS) + 1):
            low, high = sorted((self.random.random(), self.random.random()))
            rows.append((number, metric, low, 1.0, high, 12.0, self.random.uniform(low, high), 20.0))
        self.many("INSERT INTO metric_summaries VALUES (?1, 1, ?2, 'metrics.csv', 20, 0, ?3, ?4, ?5, ?6, ?7, ?8, NULL)", rows)
        self.many("INSERT INTO metric_values VALUES (?2, ?1, ?3, ?4, ?5, ?6, ?7, ?8, NULL)", rows)


def hashed(text):
    return hashlib.sha256(text.encode()).hexdigest()

"""What the benchmarks work on: made by rule, so that every machine has the same."""

import hashlib
import json
import os
import random
import shutil
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

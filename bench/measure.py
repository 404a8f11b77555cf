"""How a figure is made: commands in turn on one machine, medians, and a table of ratios."""

import json
import subprocess
import sys

ROWS = []


def call(*words, cwd=None):
    """Returns what a command prints; what it says on stderr is shown only if it fails."""
    done = subprocess.run([str(word) for word in words], text=True, capture_output=True, cwd=cwd)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(map(str, words))}\n{done.stderr.strip()}")
    return done.stdout


def medians(folder, commands, runs, warmup=3, prepare=None, cwd=None):
    """Returns the median of each command's wall time, in seconds."""
    report = folder / "hyperfine.json"
    words = ["hyperfine", "-N", "--style", "none", "--runs", runs, "--warmup", warmup, "--export-json", report]
    call(*words, *(["--prepare", prepare] if prepare else []), *commands, cwd=cwd)
    return [result["median"] for result in json.loads(report.read_text())["results"]]


def row(what, own, peer_name, peer, aim="", reached=None):
    """`reached` judges own / peer; None: no aim was set."""
    ratio = own / peer
    text = f"{ratio:.2f}×" if ratio >= 0.5 else f"1/{1 / ratio:.1f}"
    ROWS.append((what, seconds(own), peer_name, seconds(peer), text, aim, ("yes" if reached(ratio) else "**no**") if reached else ""))


def seconds(count):
    return f"{count:.2f} s" if count >= 1 else f"{count * 1000:.1f} ms"


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def agree(own, peer):
    if peer.strip() not in own:
        sys.exit(f"bench: the answers differ: {own.strip()} and {peer.strip()}")

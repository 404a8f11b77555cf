"""What a run costs: beside the bare command, beside `tee`, and when many run at once."""

import shutil
import subprocess
import sys
import time

import inputs
from measure import call, medians, row, say, seconds


def run(xp, folder):
    say("run")
    repository, saved = folder / "run-repository", folder / "run-saved"
    inputs.repository(repository, files=2000, dirty=20)
    call(xp, "init", cwd=repository)
    call(xp, "run", "--model", "bench", "--title", "first", "--", "true", cwd=repository)
    shutil.rmtree(saved, ignore_errors=True)
    shutil.copytree(repository / ".xp", saved)
    # Every run starts from the same project: its ledger is there, and no other experiment.
    prepare = f"sh -c 'rm -rf experiments .xp .git/refs/xp && cp -a {saved} .xp'"
    own, bare, register = medians(
        folder, [f"{xp} run --model bench --title t -- true", "true", f"{xp} register --model bench --title t -- true"],
        runs=30, prepare=prepare, cwd=repository)
    row("`xp run -- true`, 2,000 files, 20 changed", own, "`xp register -- true`", register)
    print(f"xp run -- true takes {1000 * (own - bare):.1f} ms more than true (aim: 30 ms).\n")


def follow(xp, folder):
    say("follow 1 GB of output")
    project = folder / "follow"
    shutil.rmtree(project, ignore_errors=True)
    project.mkdir()
    (project / "xp.toml").write_text("")
    # A line of 100 bytes, ten million times.
    words = "yes 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789 | head -c 1000000000"
    own, peer = medians(
        folder, [f"sh -c '{xp} run --model m --title t -- sh -c \"{words}\" | cat > /dev/null'",
                 f"sh -c 'sh -c \"{words}\" | tee out.log | cat > /dev/null'"],
        runs=3, warmup=1, prepare="sh -c 'rm -rf experiments .xp out.log'", cwd=project)
    row("`xp run`, a command that prints 1 GB", own, "the same through `tee`", peer, "≤ 1", lambda ratio: ratio <= 1)
    word = [xp, "run", "--model", "m", "--title", "memory", "--", "sh", "-c", words]
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *map(str, word)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=project)
    print(f"Peak memory of xp run over 1 GB of output: {int(done.stderr.split()[-1]) / 1024:.0f} MiB.\n")


def many(xp, folder):
    """8 × 25 runs, then 64 at once, each on a fresh project; every record must be there."""
    say("many at once")
    project = folder / "many"
    for label, lanes, each in [("8 × 25 runs", 8, 25), ("64 runs at once", 64, 1)]:
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir()
        call("git", "init", "-q", cwd=project)
        call("git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-q", "--allow-empty", "-m", "start", cwd=project)
        (project / "xp.toml").write_text("")
        script = f'i=0; while [ $i -lt {each} ]; do "{xp}" run --model m --title t -- true >/dev/null 2>>err || exit 1; i=$((i + 1)); done'
        began = time.perf_counter()
        lanes_running = [subprocess.Popen(["sh", "-c", script], cwd=project) for _ in range(lanes)]
        if any(lane.wait() for lane in lanes_running):
            sys.exit("bench: a run failed: " + (project / "err").read_text()[-400:])
        took = time.perf_counter() - began
        count = call("sqlite3", project / ".xp/ledger.sqlite", "SELECT count(*) FROM entries WHERE kind = 'finished'").strip()
        if count != str(lanes * each):
            sys.exit(f"bench: {count} of {lanes * each} runs are recorded")
        print(f"{label}: all {count} recorded, {lanes * each / took:.1f} runs a second ({seconds(took)}).\n")

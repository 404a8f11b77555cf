"""Comparing results: two runs point by point, and many runs as groups."""

import json
import shutil

from measure import agree, call, medians, row, say

ROWS = 1_000_000


def results(xp, folder):
    """Two runs of a million points each, bit for bit the same and with noise in the second half; beside it NumPy on the same files."""
    project, python = folder / "compared", folder / "venv/bin/python"
    if not (project / "done").exists():
        say("runs of a million points")
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir()
        (project / "xp.toml").write_text("")
        (project / "train.py").write_text(
            "import os, random, sys\n"
            "dice, noise = random.Random(1), float(sys.argv[1])\n"
            "with open(os.environ['XP_DIR'] + '/metrics.csv', 'w') as file:\n"
            "    file.write('step,loss\\n')\n"
            f"    for step in range({ROWS}):\n"
            f"        file.write(f'{{step}},{{dice.random() + (noise if step >= {ROWS // 2} else 0):.9f}}\\n')\n")
        for title, noise in [("first", "0"), ("same", "0"), ("noisy", "1e-6")]:
            call(xp, "run", "--model", "m", "--title", title, "--", "python3", "train.py", noise, cwd=project)
        (project / "done").touch()
    if not python.exists():
        call("python3", "-m", "venv", folder / "venv")
    call(python, "-m", "pip", "install", "-q", "numpy==2.2.6")
    script = folder / "compare-numpy.py"
    script.write_text(
        "import numpy, sys\n"
        "a, b = (numpy.loadtxt(path, delimiter=',', skiprows=1) for path in sys.argv[1:])\n"
        "assert (a[:, 0] == b[:, 0]).all()\n"
        "print((a[:, 1] != b[:, 1]).sum(), abs(a[:, 1] - b[:, 1]).max())\n")
    say("compare results")
    files = {title: next(project.glob(f"experiments/*_m_{title}/metrics.csv")) for title in ("first", "same", "noisy")}
    for title, what in [("same", "the same"), ("noisy", "half of them off by 1e-6")]:
        peer = f"{python} {script} {files['first']} {files[title]}"
        # A drift is what is found, and its exit code is no failure.
        own = f"sh -c '{xp} compare first {title} --json || true'"
        points = json.loads(call("sh", "-c", f"{xp} compare first {title} --json || true", cwd=project))["results"]["metrics"][0]
        count, worst = call(*peer.split()).split()
        agree(str(points["outside"]), count)
        agree(f"{points['deviation']['absolute']:.12e}", f"{float(worst):.12e}")
        ours, theirs = medians(folder, [own, peer], runs=7, warmup=1, cwd=project)
        row(f"`xp compare`, two runs of {ROWS:,} points, {what}", ours, "NumPy: `loadtxt` and a difference", theirs, "≤ 1 s",
            lambda _: ours <= 1)


def groups(xp, folder):
    """A thousand runs as groups over seeds, and by what varies among them."""
    count, project = 1000, folder / "grouped"
    if not (project / "done").exists():
        say(f"{count:,} runs")
        shutil.rmtree(project, ignore_errors=True)
        project.mkdir()
        (project / "xp.toml").write_text('[metrics]\nprimary = "auc"\n')
        (project / "train.sh").write_text('printf "epoch,auc\\n1,0.$1$2\\n2,0.$2$1\\n" > "$XP_DIR/metrics.csv"\n')
        (project / "base.json").write_text('{"lr": 1, "seed": 1}\n')
        for number in range(count):
            rate, seed = number % 10, number // 10
            words = ["--model", "m", "--title", f"t{number}", "--set", f"lr={rate}", "--set", f"seed={seed}"]
            call(xp, "run", "base.json", *words, "--", "sh", "train.sh", rate, seed, cwd=project)
        (project / "done").touch()
    say("compare groups")
    by_config, varying, listed = medians(
        folder, [f"{xp} compare --group-by config", f"{xp} compare --varying", f"{xp} list --limit 0 --json"], runs=7, cwd=project)
    row(f"`xp compare --group-by config`, {count:,} runs in 10 groups", by_config, "`xp list --json` of the same", listed)
    row(f"`xp compare --varying`, {count:,} runs", varying, "`xp list --json` of the same", listed)

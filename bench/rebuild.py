"""What it costs to have a recorded tree again: a whole `xp reproduce`, beside git's own checkout of a commit of the same files."""

import inputs
from measure import call, medians, row, say


def rebuild(xp, folder):
    say("rebuild a tree of 20,000 files")
    repository, place = folder / "rebuild-repository", folder / "rebuilt"
    inputs.repository(repository, files=20_000, dirty=20)
    (repository / ".gitignore").write_text("experiments/\n")
    call(xp, "init", cwd=repository)
    # A command that leaves a result, so that there is something to judge.
    call(xp, "run", "--model", "bench", "--title", "first", "--", "sh", "-c", "echo 1 > $XP_DIR/result.bin", cwd=repository)
    name = next((repository / "experiments").iterdir()).name
    prepare = f"sh -c 'rm -rf {place}; git worktree prune'"
    own, dry, peer = medians(
        folder,
        [f"{xp} reproduce {name} --into {place}", f"{xp} reproduce {name} --dry-run", f"git worktree add -q --detach {place}"],
        runs=7, warmup=1, prepare=prepare, cwd=repository)
    row("`xp reproduce --into`, 20,000 files, run and verdict included", own, "`git worktree add`", peer)
    row("`xp reproduce --dry-run`, 20,000 files", dry, "`git worktree add`", peer)

#!/usr/bin/env bash
# Shows the main job on the worked examples, in a throw-away copy. Usage: experiments/demo.sh XP FOLDER
set -euo pipefail

xp=$(readlink -f "$1")
here=$(dirname "$(readlink -f "$0")")
rm -rf "$2"
mkdir -p "$2"
demo=$(cd "$2" && pwd)
PATH=$(dirname "$xp"):$PATH

# The demo must not depend on who runs it, nor see a repository around it.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CEILING_DIRECTORIES=$demo
export GIT_AUTHOR_NAME=demo GIT_AUTHOR_EMAIL=demo@example.org GIT_COMMITTER_NAME=demo GIT_COMMITTER_EMAIL=demo@example.org

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || say() { printf '\n== %s\n' "$*"; }
show() {
  printf '$'
  printf ' %s' "$@"
  printf '\n'
}
run() {
  show "$@"
  "$@"
}
# For commands whose "no" is the point: runs one, and insists on the exit code that is expected.
expect() {
  local expected=$1 status=0
  shift
  run "$@" || status=$?
  [ "$status" = "$expected" ] || { echo "demo: expected exit code $expected, got $status" >&2; exit 1; }
}
newest() { ls -d experiments/*_mlp_*/ | tail -n 1; }

say "A project: a training script, its config, its data, in git"
cp -R "$here/penguins" "$demo/penguins"
cd "$demo/penguins"
git init -q -b main
git add .
git commit -q -m "A network that tells the sex of a penguin"
run xp init

say "Run an experiment: it is recorded while it trains; then judge the record"
run xp run configs/base.yaml -- python3 train.py --config '{config}'
first=$(newest)
expect 0 xp verify "${first%/}"

say "Change one parameter, run again, see what differs"
sleep 1
show xp run configs/base.yaml --set training.learning_rate=0.02 -- python3 train.py --config '{config}'
xp run configs/base.yaml --set training.learning_rate=0.02 -- python3 train.py --config '{config}' | tail -n 1
second=$(newest)
expect 0 xp verify "${second%/}"
expect 1 xp diff "${first%/}" "${second%/}"

say "A sweep: every combination is an experiment of its own"
run xp run configs/base.yaml --set training.epochs=8 --set training.learning_rate=0.05,0.2 --seeds 1-2 --jobs 2 -- \
  python3 train.py --config '{config}'

say "Ask: which were good, how did a value move, all about one"
run xp list 'val_auc > 0.9' --sort val_auc --columns title,seeds.primary,learning_rate,val_auc,duration
run xp history training.learning_rate
run xp show "${first%/}"

say "From the record back to the result: run again in the captured code, whatever lies in the checkout now"
show "echo 'import nothing_of_the_kind' >> train.py"
echo 'import nothing_of_the_kind' >> train.py
expect 0 xp reproduce "${first%/}"

say "A README for each, with curves"
run xp readme "${first%/}" "${second%/}"
show head -n 40 "${second}README.md"
head -n 40 "${second}README.md" | sed 's/^/  | /'

say "Two experiments that are known by their documents only: the checklist says what is true"
cp -R "$here/gainakt2exp" "$demo/gainakt2exp"
cd "$demo/gainakt2exp"
run xp init
run xp hash --algorithm python-md5 --group evaluation experiments/20251101_230515_*/config.json
for folder in experiments/*/; do run xp adopt "${folder%/}"; done
expect 1 xp verify --all
run xp readme experiments/*/

say "What the demo made"
cd "$demo"
find . -path '*/.git' -prune -o -path '*/.xp' -prune -o -path '*experiments/*' -type f -print | sort | sed "s|^\./|  ${2%/}/|"

#!/bin/sh
# Runs experiment 20261124_095331_mlp_failed again: sh experiments/20261124_095331_mlp_failed/command.sh
# It keeps stdout.log, stderr.log and attempt.txt, and needs nothing but a POSIX shell.

xp_experiment=20261124_095331_mlp_failed
xp_folder=experiments/20261124_095331_mlp_failed
xp_up=../..
xp_directory=.
xp_config=config.source.json
xp_metrics=metrics.xp.jsonl

# --- the command: recorded words, one a line ---
set -- \
  sh \
  train.sh \
  3
# --- end of the command ---

overrides() {
  :
}

fail() {
  echo "error: $1" >&2
  exit 125
}

# The script lies in the experiment's folder; the project is above it.
case $0 in */*) xp_here=${0%/*} ;; *) xp_here=. ;; esac
xp_here=$(CDPATH= cd -- "$xp_here" && pwd && echo x) || fail "cannot enter the folder of $0"
xp_here=${xp_here%?x}
xp_project=$(CDPATH= cd -- "$xp_here/$xp_up" && pwd && echo x) || fail "cannot enter the project above $xp_here"
xp_project=${xp_project%?x}
[ -f "$xp_project/$xp_folder/command.sh" ] || fail "$xp_here is not in its project: expected as $xp_folder"
case $xp_directory in /*) ;; *) xp_directory=$xp_project/$xp_directory ;; esac
[ -d "$xp_directory" ] || fail "the working directory is missing: $xp_directory"

# An attempt is claimed exclusively, and nothing is overwritten: the first in the folder, others in attempt_2, attempt_3, …
xp_dir=$xp_here xp_number=1
xp_now() { date -u +%Y-%m-%dT%H:%M:%SZ; }
claim() { ( set -C; : >"$xp_dir/$1" ) 2>/dev/null; }
if [ -e "$xp_dir/stdout.log" ] || [ -e "$xp_dir/stderr.log" ] || ! claim attempt.txt; then
  xp_number=2
  until mkdir "$xp_here/attempt_$xp_number" 2>/dev/null; do
    [ -e "$xp_here/attempt_$xp_number" ] || fail "cannot write into $xp_here"
    xp_number=$((xp_number + 1))
  done
  xp_dir=$xp_here/attempt_$xp_number
  claim attempt.txt || fail "cannot write into $xp_dir"
fi
claim stdout.log && claim stderr.log || fail "cannot write into $xp_dir"
printf 'number %s\nstarted %s\nhost %s\npid %s\n' "$xp_number" "$(xp_now)" "$(uname -n)" "$$" >>"$xp_dir/attempt.txt" ||
  fail "cannot write into $xp_dir"
if [ -d "$xp_project/.xp/open" ]; then ( : >"$xp_project/.xp/open/$xp_experiment.self" ) 2>/dev/null; fi

# Shown and kept: each tee outlives the signals that end the command, so that the last words are kept too.
xp_out=$xp_dir/stdout.log xp_err=$xp_dir/stderr.log xp_tees=
xp_pipes=${TMPDIR:-/tmp}/xp-command-$$
if ( umask 077 && mkdir "$xp_pipes" && { mkfifo "$xp_pipes/out" "$xp_pipes/err" || { rm -r "$xp_pipes"; false; }; } ) \
  2>/dev/null; then
  ( trap '' INT QUIT TERM HUP PIPE; exec tee "$xp_dir/stdout.log" <"$xp_pipes/out" ) &
  xp_tees=$!
  ( trap '' INT QUIT TERM HUP PIPE; exec tee "$xp_dir/stderr.log" <"$xp_pipes/err" >&2 ) &
  xp_tees="$xp_tees $!"
  xp_out=$xp_pipes/out xp_err=$xp_pipes/err
fi

xp_child= xp_received= xp_interrupts=
xp_env=$(command -v env) xp_shell=$(command -v sh)
if "$xp_env" --default-signal=INT,QUIT true 2>/dev/null; then xp_interrupts=yes; fi
relay() {
  xp_received=$1
  xp_signal=$1
  # A terminal has already told the command; one that cannot hear it is told otherwise.
  if [ "$1" = INT ] && [ -n "$xp_interrupts" ]; then
    if [ -t 0 ] || [ -t 2 ]; then return; fi
  elif [ "$1" = INT ]; then
    xp_signal=TERM
  fi
  if [ -n "$xp_child" ]; then kill -s "$xp_signal" "$xp_child" 2>/dev/null; fi
}
trap 'relay INT' INT
trap 'relay TERM' TERM
trap 'relay HUP' HUP

( : <&0 ) 2>/dev/null || exec </dev/null
exec 3<&0
(
  trap - TERM HUP
  cd -- "$xp_directory" || exit 126
  export XP_EXPERIMENT="$xp_experiment" XP_DIR="$xp_dir" XP_CONFIG="$xp_here/$xp_config" XP_METRICS="$xp_dir/$xp_metrics"
  # Otherwise Python's output would come late when it is not a terminal's.
  export PYTHONUNBUFFERED="${PYTHONUNBUFFERED-1}"
  overrides
  if [ -n "$xp_interrupts" ]; then
    exec "$xp_env" --default-signal=INT,QUIT "$xp_shell" -c 'exec "$@"' sh "$@"
  fi
  exec "$@"
) <&3 3<&- >"$xp_out" 2>"$xp_err" &
xp_child=$!
exec 3<&-
# A signal that came before the child was known is handed on now.
if [ -n "$xp_received" ]; then relay "$xp_received"; fi

# A trapped signal ends wait, not the command: wait again until the status is the command's.
settle() {
  xp_waiting=1
  while [ -n "$xp_waiting" ]; do
    xp_waiting=
    xp_before=$xp_received
    xp_received=
    wait "$1"
    xp_result=$?
    if [ "$xp_result" -ne 127 ] || [ -z "$xp_status" ]; then xp_status=$xp_result; fi
    if [ -n "$xp_received" ]; then xp_waiting=1; else xp_received=$xp_before; fi
  done
}
xp_status=
settle "$xp_child"
xp_ended=$(xp_now)
xp_final=$xp_status
xp_child=
for xp_tee in $xp_tees; do settle "$xp_tee"; done
if [ -n "$xp_tees" ]; then rm -r "$xp_pipes" 2>/dev/null; fi
{
  if [ -n "$xp_received" ]; then echo "signal $xp_received"; fi
  printf 'ended %s\nexit %s\n' "$xp_ended" "$xp_final"
} >>"$xp_dir/attempt.txt" || fail "cannot write into $xp_dir"
exit "$xp_final"

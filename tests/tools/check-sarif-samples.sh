#!/usr/bin/env bash
# check-sarif-samples.sh - runs sarif-check.sh over the SARIF logs that the tests write into target/sarif-samples.
#
#   cargo test && [EVERY=N] tests/tools/check-sarif-samples.sh [FOLDER]
#
# A folder NAME.root beside NAME.sarif is the checkout that the log's places are in; without one it is this repository. Places of
# logs in the folder `unplaced` are not looked up. With EVERY=N one log in N of the cases is checked, and all others.
# Exit codes and needs are those of sarif-check.sh; the validator is installed once into target/sarif-check.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../.." && pwd)/target
samples=${1:-$target/sarif-samples}
export SARIF_CHECK_HOME=${SARIF_CHECK_HOME:-$target/sarif-check}

shopt -s nullglob
of_cases=("$samples"/cases/*.sarif)
files=("$samples"/*.sarif "$samples"/unplaced/*.sarif)
for ((i = 0; i < ${#of_cases[@]}; i += ${EVERY:-1})); do files+=("${of_cases[i]}"); done
((${#files[@]})) || { echo "check-sarif-samples: no log in $samples: run 'cargo test' first" >&2; exit 2; }
worst=0
for file in "${files[@]}"; do
  root=${file%.sarif}.root
  [[ -d $root ]] || root=$here/../..
  options=(--strict --ado)
  [[ $file == */unplaced/* ]] || options+=(--root "$root")
  "$here/sarif-check.sh" "${options[@]}" ${NOTES:+--notes} "$file"
  code=$?
  ((code > worst)) && worst=$code
done
exit "$worst"

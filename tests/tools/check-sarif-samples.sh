#!/usr/bin/env bash
# Checks every SARIF log that the tests have written to target/sarif-samples: schema, Microsoft's validator, and what GitHub,
# Azure DevOps and editors need. Paths in the logs are relative to this repository.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
shopt -s nullglob
samples=("$root"/target/sarif-samples/*.sarif)
if ((${#samples[@]} == 0)); then
  echo "no SARIF samples: run 'cargo test' first" >&2
  exit 2
fi
"$root/tests/tools/sarif-check.sh" --strict --ado --root "$root" "${samples[@]}"

#!/usr/bin/env bash
# Runs vnetguard once with all its outputs and keeps its exit code for the last step. Everything comes through variables, never
# through text that the workflow puts into this script.
set -euo pipefail
shopt -s nullglob globstar

arguments=()

# Adds each line of $2 behind the option $1.
each() {
  local line
  while IFS= read -r line; do
    if [ -n "$line" ]; then arguments+=("$1" "$line"); fi
  done <<<"$2"
}

# Adds the files that each line of $1 stands for.
files() {
  # Blanks are part of names.
  local IFS= line matches
  while read -r line; do
    if [ -z "$line" ]; then continue; fi
    # Unquoted, so that patterns are expanded.
    # shellcheck disable=SC2206
    matches=($line)
    if [ "${#matches[@]}" -eq 0 ]; then matches=("$line"); fi
    inputs+=("${matches[@]}")
  done <<<"$1"
}

inputs=()
files "${PLAN:-}"
files "${TEMPLATE:-}"
each --parameters "${PARAMETERS:-}"
each --rule "${RULES:-}"
each --skip "${SKIP:-}"
# GitHub reads paths from the workspace, whatever folder this runs in.
each --source-root "${SOURCE_ROOT:-${GITHUB_WORKSPACE:-}}"
each --config "${CONFIG:-}"
each --baseline "${BASELINE:-}"
each --fail-on "${FAIL_ON:-}"
each --on-unknown "${ON_UNKNOWN:-}"

sarif=${SARIF_FILE:-vnetguard.sarif}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
console=text
if [ "${ANNOTATIONS:-true}" = true ]; then console=github; fi
rm -f -- "$sarif"
code=0
vnetguard check "${arguments[@]}" \
  -o "$console" -o "sarif=$sarif" -o "json=$work/report.json" -o "markdown=$work/summary.md" \
  -- "${inputs[@]}" || code=$?

if [ "$code" -ge 2 ]; then
  echo "::error title=vnetguard::it could not be judged: see the message above"
fi
if [ "${SUMMARY:-true}" = true ] && [ -s "$work/summary.md" ]; then
  cat "$work/summary.md" >>"$GITHUB_STEP_SUMMARY"
fi

# The first count of this name: the summary stands before everything else that has one.
count() {
  if [ -s "$work/report.json" ]; then
    sed -n "s/^ *\"$1\": \([0-9][0-9]*\),\{0,1\}$/\1/p" "$work/report.json" | sed -n 1p
  fi
}
if [ -s "$sarif" ]; then
  echo "sarif-file=${WORKING_DIRECTORY:-.}/$sarif" >>"$GITHUB_OUTPUT"
fi
{
  echo "exit-code=$code"
  if [ "$code" -eq 0 ]; then echo "passed=true"; else echo "passed=false"; fi
  echo "errors=$(count error)"
  echo "warnings=$(count warning)"
  echo "unknowns=$(count unknown)"
} >>"$GITHUB_OUTPUT"

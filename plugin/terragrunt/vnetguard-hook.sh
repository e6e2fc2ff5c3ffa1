#!/usr/bin/env bash
# Judges the plan file that Terragrunt has just written. Usage: vnetguard-hook.sh PLANFILE [options of vnetguard check].
set -euo pipefail
plan=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${TG_CTX_TF_PATH:-${TERRAGRUNT_TFPATH:-terraform}}" show -json "$plan" >"$folder/plan.json"
# Terragrunt runs hooks in the folder with the sources.
vnetguard check "$folder/plan.json" --source-root "$PWD" --plan-file "$plan" "$@"

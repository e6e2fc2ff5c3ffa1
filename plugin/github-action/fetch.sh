#!/usr/bin/env bash
# Puts vnetguard on the PATH of the steps that follow: a release, checked against the sums beside this script or by its
# provenance, or what is there.
set -euo pipefail

if [ -z "${VERSION:-}" ]; then
  command -v vnetguard >/dev/null || {
    echo "::error title=vnetguard::vnetguard is not on the PATH: give the action a 'version', or install it before"
    exit 2
  }
  exit 0
fi
if ! [[ $VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "::error title=vnetguard::'version' is no release such as 0.1.0"
  exit 2
fi
case "${RUNNER_OS:-}-${RUNNER_ARCH:-}" in
  Linux-X64) target=x86_64-unknown-linux-musl ;;
  Linux-ARM64) target=aarch64-unknown-linux-musl ;;
  *)
    echo "::error title=vnetguard::there is no release for ${RUNNER_OS:-this system} on ${RUNNER_ARCH:-this machine}: install vnetguard before, and leave 'version' out"
    exit 2
    ;;
esac
archive=vnetguard-$VERSION-$target.tar.gz
sum=$(awk -v archive="$archive" '$2 == archive { print $1 }' "$GITHUB_ACTION_PATH/checksums.txt")
folder=$RUNNER_TEMP/vnetguard-$VERSION
mkdir -p "$folder"
curl --proto '=https' --fail --silent --show-error --location --retry 3 --output "$folder/$archive" \
  "https://github.com/vnetguard/vnetguard/releases/download/v$VERSION/$archive"
# A release cannot hold the sums of its own archives; who built them is asked then.
if [ -n "$sum" ]; then
  echo "$sum  $folder/$archive" | sha256sum --check --quiet
elif ! gh attestation verify "$folder/$archive" --repo vnetguard/vnetguard --source-ref "refs/tags/v$VERSION" \
  --signer-workflow vnetguard/vnetguard/.github/workflows/release.yml >&2; then
  echo "::error title=vnetguard::$archive has no checksum in this release of the action, and its provenance cannot be verified"
  exit 2
fi
tar -xf "$folder/$archive" -C "$folder" vnetguard
echo "$folder" >>"$GITHUB_PATH"

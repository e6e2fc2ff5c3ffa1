#!/usr/bin/env bash
# Puts vnetguard on the PATH of the steps that follow: a release, checked against the sums beside this script, or what is there.
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
if [ -z "$sum" ]; then
  echo "::error title=vnetguard::this release of the action knows no checksum of $archive: use the action and the program of one release"
  exit 2
fi
folder=$RUNNER_TEMP/vnetguard-$VERSION
mkdir -p "$folder"
curl --proto '=https' --fail --silent --show-error --location --retry 3 --output "$folder/$archive" \
  "https://github.com/vnetguard/vnetguard/releases/download/v$VERSION/$archive"
echo "$sum  $folder/$archive" | sha256sum --check --quiet
tar -xzf "$folder/$archive" -C "$folder" vnetguard
echo "$folder" >>"$GITHUB_PATH"

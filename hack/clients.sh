#!/usr/bin/env bash
# Prints a folder with the clients that the tests of the gateway walk with, fetching them first when there are none: node_modules with
# @google-cloud/compute, and python with Apache libcloud from Debian.
#
# The result is cached beside the control plane's programs, keyed by what is in clients/. Needs node, npm and python3 besides what assets.sh needs.
# Only the folder goes to stdout; progress goes to stderr.
set -euo pipefail

hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
label=clients
advice="the walks of real clients cannot be tested"
# shellcheck source=apt.sh
source "$hack/apt.sh"

cd "$hack"
key=$(cat clients.sh apt.sh clients/* | sha256sum)
clients=$cache/clients-${key:0:16}
if [[ -d $clients ]]; then
  touch "$clients" 2>/dev/null || true
  echo "$clients"
  exit
fi

mkdir -p "$cache"
exec 9>"$cache/lock" # of assets.sh too: they share apt's folders
flock 9
if [[ ! -d $clients ]]; then
  for tool in node npm python3 apt-get dpkg-deb; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  new=$cache/clients-building
  rm -rf "$new" && mkdir -p "$new/unpacked"
  say "fetching @google-cloud/compute (150 MB unpacked)"
  cp clients/package.json clients/package-lock.json "$new"
  (cd "$new" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2) || fail "npm ci"
  say "fetching Apache libcloud"
  apt_prepare
  mapfile -t packages <clients/packages.txt
  fetch "${packages[@]}"
  debs=()
  for name in "${packages[@]}"; do
    debs+=("$(newest "$name")")
  done
  unpack "$new/unpacked" "${debs[@]}" || fail "unpacking"
  mv "$new/unpacked/usr/lib/python3/dist-packages" "$new/python"
  rm -rf "$new/unpacked"
  find "$cache" -maxdepth 1 -name 'clients-*' -mtime +14 -exec rm -rf '{}' +
  mv -T "$new" "$clients"
  say "ready: $clients"
fi
echo "$clients"

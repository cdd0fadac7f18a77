# Debian packages without root and without touching the system's apt, for the scripts of this folder. Sets $cache; $label names the script in
# its messages, $advice says what to do without the packages.
# shellcheck shell=bash disable=SC2034,SC2154 # shared with the script that reads this

cache=${XDG_CACHE_HOME:-$HOME/.cache}/compute-operator
suite=sid # the only one with the API server's libraries

say() { printf '[%s %3ds] %s\n' "$label" "$SECONDS" "$*" >&2; }

fail() {
  say "failed: $*"
  say "without these packages: $advice"
  exit 1
}

# apt_prepare makes a private apt: the machine's own mirror, keyring and network settings, another suite.
apt_prepare() {
  local apt=$cache/apt netrc netrcparts trusted trustedparts
  mkdir -p "$apt/sources" "$apt/empty" "$apt/state/lists/partial" "$apt/archives/partial"
  : >"$apt/state/status"
  eval "$(apt-config shell netrc Dir::Etc::netrc/f netrcparts Dir::Etc::netrcparts/d \
    trusted Dir::Etc::trusted/f trustedparts Dir::Etc::trustedparts/d)"
  {
    # The hooks of the machine (APT::*) are not ours to run, and its extra indexes are of no use.
    apt-config dump | grep '^Acquire::' | grep -v '^Acquire::IndexTargets'
    cat <<EOF
Acquire::Languages "none";
Acquire::PDiffs "false";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Dir::Etc "$apt";
Dir::Etc::main "none";
Dir::Etc::parts "empty";
Dir::Etc::sourcelist "none";
Dir::Etc::sourceparts "sources";
Dir::Etc::preferences "none";
Dir::Etc::preferencesparts "empty";
Dir::Etc::netrc "$netrc";
Dir::Etc::netrcparts "$netrcparts";
Dir::Etc::trusted "$trusted";
Dir::Etc::trustedparts "$trustedparts";
Dir::State "$apt/state";
Dir::State::status "$apt/state/status";
Dir::Cache "$apt";
EOF
  } >"$apt/apt.conf"

  local codename candidates file uri keyring
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # shellcheck disable=SC2016 # apt fills these in
  candidates=$(apt-get indextargets --no-release-info --format '$(RELEASE)|$(COMPONENT)|$(REPO_URI)|$(SOURCESENTRY)' \
    'Created-By: Packages' | sed -n "s/^$codename|main|//p" | sort -u)
  while IFS='|' read -r uri file; do
    [[ -n $uri ]] || continue
    keyring=$(keyring_of "${file%:*}" "$uri")
    echo "deb ${keyring:+[signed-by=$keyring] }$uri $suite main" >"$apt/sources/suite.list"
    if APT_CONFIG=$apt/apt.conf apt-get -qq update >&2; then
      export APT_CONFIG=$apt/apt.conf
      return
    fi
  done <<<"$candidates"
  fail "no package source of this machine's release (${codename:-unknown}) also serves $suite"
}

# keyring_of finds the keyring the machine trusts this source by; none means the common ones.
keyring_of() {
  local separator='\n'
  [[ $1 != *.sources ]] || separator='' # one paragraph is one source there
  awk -v RS="$separator" -v uri="${2%/}" '
    !/^[ \t]*#[^\n]*$/ && index($0, uri) && match($0, /[Ss]igned-[Bb]y[:=] *[^] \n]+/) {
      found = substr($0, RSTART, RLENGTH); sub(/^[^:=]*[:=] */, "", found); print found; exit
    }' "$1"
}

# fetch PACKAGE... leaves the deb files in the folder of debs; what is there already is not fetched again.
fetch() {
  mkdir -p "$cache/debs"
  (cd "$cache/debs" && apt-get -qq download "$@" >&2) || fail "the packages could not be fetched (see the messages above)"
}

unpack() { # FOLDER DEB...: without what no build reads
  local into=$1
  shift
  # shellcheck disable=SC2016 # the inner shell expands these
  printf '%s\0' "$@" | xargs -0 -P 4 -I '{}' sh -c 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" \
    --exclude="*_test.go" --exclude="./usr/share/doc" --exclude="./usr/share/man" --exclude="./usr/share/go-*/test"' _ '{}' "$into"
}

newest() {
  local found
  found=$(find "$cache/debs" -name "$1_*.deb" -printf '%T@ %p\n' | sort -n | tail -n 1)
  echo "${found#* }"
}

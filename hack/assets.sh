#!/usr/bin/env bash
# Prints a folder with kube-apiserver, etcd, kubectl and control-plane, making it first when there is none.
#
#   KUBEBUILDER_ASSETS set   its kube-apiserver and etcd are used (say, stock ones); only what is missing is made.
#   otherwise                Debian packages are fetched without root and without touching the system's apt, and the
#                            programs in hack/apiserver and hack/control-plane are built from them.
#
# The result is cached under ${XDG_CACHE_HOME:-~/.cache}/compute-operator, keyed by the sources; packages, toolchain and
# compiled libraries stay there too, so a change of the sources costs seconds. Delete that folder to start over.
# Only the folder goes to stdout; progress goes to stderr. Needs bash, apt, dpkg, tar and flock: a bare Debian.
set -euo pipefail

hack=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kubectl_minimum=30
label=assets
advice="set KUBEBUILDER_ASSETS to a folder with kube-apiserver and etcd, or KUBECONFIG to a cluster"
# shellcheck source=apt.sh
source "$hack/apt.sh"

given=${KUBEBUILDER_ASSETS:-}
if [[ -n $given ]]; then
  if [[ ! -x $given/kube-apiserver || ! -x $given/etcd ]]; then
    echo "KUBEBUILDER_ASSETS=$given: no kube-apiserver and etcd are there that can be run (looked from $PWD)" >&2
    exit 1
  fi
  given=$(realpath --no-symlinks -- "$given")
fi
has() { [[ -x $1/kube-apiserver && -x $1/etcd && -x $1/kubectl && -x $1/control-plane ]]; }
if [[ -n $given ]] && has "$given"; then
  echo "$given"
  exit
fi

# What is made is named by what it is made from.
cd "$hack"
if [[ -n $given ]]; then
  needs=toolchain # for control-plane alone
else
  needs=libraries
fi
packages_key=$(sha256sum <apiserver/packages.txt)
packages_key=$needs-${packages_key:0:16}
key=$(cat assets.sh apt.sh apiserver/packages.txt apiserver/*.go control-plane/*.go apiserver/go.mod control-plane/go.mod |
  { cat && printf '%s %s' "$(uname -m)" "$given"; } | sha256sum)
assets=$cache/assets-${key:0:16}
root=$cache/packages-$packages_key

if has "$assets"; then
  touch "$assets" 2>/dev/null || true # in use: see what removes those that are not
  echo "$assets"
  exit
fi

available() { apt-cache show --no-all-versions "$1" >/dev/null 2>&1; }

golang() {
  local minor
  for minor in 26 27 28 29; do
    if available "golang-1.$minor-go"; then
      echo "golang-1.$minor"
      return
    fi
  done
  fail "$suite has no Go 1.26 or newer"
}

make_root() {
  [[ -d $root ]] && return
  apt_prepare
  local go new=$cache/unpacking list
  go=$(golang)
  list=("$go-go" "$go-src")
  if [[ $needs == libraries ]]; then
    list+=(etcd-server kube-openapi)
    mapfile -t -O "${#list[@]}" list <apiserver/packages.txt
  fi
  say "fetching ${#list[@]} packages (up to 95 MB; half a minute)"
  rm -rf "$new" && mkdir -p "$new"
  fetch "${list[@]}"
  say "unpacking them (about 15 s)"
  local debs=() name
  for name in "${list[@]}"; do
    debs+=("$(newest "$name")")
  done
  unpack "$new" "${debs[@]}" || fail "unpacking; the packages are in $cache/debs"
  ln -s "usr/lib/${go/golang/go}" "$new/go"
  if [[ $needs == libraries ]]; then
    name=$(dpkg-deb -f "$(newest golang-k8s-apiserver-dev)" Version)
    name=${name%%-*}
    echo "v1.${name#0.}" >"$new/version"
  fi
  rm -rf "$cache/packages-$needs"-* && mv -T "$new" "$root"
}

go_environment() {
  export GO111MODULE=off GOPROXY=off GOTOOLCHAIN=local GOFLAGS='' CGO_ENABLED=0
  export GOGC=400 # memory for time: the compiler collects less often
  export GOROOT=$root/go GOCACHE=$cache/go-build GOPATH=$cache/gopath:$root/usr/share/gocode
  gopath=$cache/gopath/src
  export PATH=$root/go/bin:$PATH
}

# The OpenAPI models of the built-in types are made from their Go sources, once per set of packages and groups.
generate_models() {
  local out=$gopath/compute-operator/generated
  local -r groups=(admissionregistration apps authentication authorization coordination core events networking policy rbac)
  local -r made_of="$packages_key ${groups[*]}"
  [[ -f $out/made-of && $(<"$out/made-of") == "$made_of" ]] && return
  say "generating the OpenAPI models (about 10 s)"
  rm -rf "$out" && mkdir -p "$out/openapi"
  printf 'module compute-operator/generated\n\ngo 1.26\n' >"$out/go.mod"
  : >"$out/header.txt"
  local -r machinery=k8s.io/apimachinery/pkg
  (cd "$out" && "$root/usr/bin/openapi-gen" --go-header-file header.txt --report-filename violations.txt \
    --output-dir "$out/openapi" --output-pkg compute-operator/generated/openapi --output-file openapi.go \
    $(printf 'k8s.io/api/%s/v1 ' "${groups[@]}") \
    $machinery/{apis/meta/v1,runtime,version,api/resource,util/intstr}) >&2 || fail "openapi-gen"
  echo "$made_of" >"$out/made-of"
}

build() { # INTO SOURCES...: compiles the programs, each named like its folder in the Go path
  local into=$1 name version packages=()
  shift
  for name in "$@"; do
    [[ $name != apiserver ]] || name=kube-apiserver
    packages+=("compute-operator/$name")
    rm -rf "${gopath:?}/compute-operator/$name" && mkdir -p "$gopath/compute-operator/$name"
    cp "${name#kube-}"/*.go "${name#kube-}/go.mod" "$gopath/compute-operator/$name"
  done
  version=$(cat "$root/version" 2>/dev/null || echo v0.0.0)
  local -r stamp=k8s.io/component-base/version
  # Nobody opens this in a debugger; without its tables the build is a good deal faster.
  go build -trimpath -gcflags=all=-dwarf=false -o "$into/" -ldflags "-s -w -X $stamp.gitVersion=$version \
    -X $stamp.gitMajor=1 -X $stamp.gitMinor=$(cut -d. -f2 <<<"$version")" "${packages[@]}" >&2 ||
    fail "building $* (a newer $suite may need a change of the sources or of hack/apiserver/packages.txt)"
}

provide_kubectl() { # INTO
  local found minor
  if found=$(command -v kubectl); then
    minor=$("$found" version --client 2>/dev/null | sed -n 's/^Client Version: v1\.\([0-9]*\).*/\1/p') || minor=0 # a launcher without a version to launch
    if [[ ${minor:-0} -ge $kubectl_minimum ]]; then
      ln -s "$found" "$1/kubectl"
      return
    fi
  fi
  say "fetching kubectl (17 MB)"
  [[ -n ${APT_CONFIG:-} ]] || apt_prepare
  fetch kubectl
  mkdir -p "$1/unpacked"
  unpack "$1/unpacked" "$(newest kubectl)"
  mv "$1/unpacked/usr/bin/kubectl" "$1/kubectl"
  rm -rf "$1/unpacked"
}

mkdir -p "$cache"
exec 9>"$cache/lock"
if ! flock -n 9; then
  say "waiting for another build in $cache"
  flock 9
fi
if ! has "$assets"; then
  say "making the control plane's programs (the first time about 4 minutes, after a change of sources about 20 s)"
  for tool in apt-get apt-config dpkg-deb tar awk; do
    command -v "$tool" >/dev/null || fail "$tool is not installed"
  done
  make_root
  go_environment
  new=$cache/building
  rm -rf "$assets" "$new" && mkdir -p "$new"
  for program in kube-apiserver etcd kubectl; do
    [[ -z $given || ! -x $given/$program ]] || ln -s "$given/$program" "$new/$program"
  done
  programs=(control-plane)
  if [[ ! -e $new/kube-apiserver ]]; then
    generate_models
    programs+=(apiserver)
  fi
  say "building ${programs[*]} (about 3 minutes when the libraries are not compiled yet)"
  build "$new" "${programs[@]}"
  [[ -e $new/etcd ]] || cp -l "$root/usr/bin/etcd" "$new/etcd"
  [[ -e $new/kubectl ]] || provide_kubectl "$new"
  # Of other sources and other checkouts, unused for two weeks.
  find "$cache" -maxdepth 1 -name 'assets-*' -mtime +14 -exec rm -rf '{}' +
  mv -T "$new" "$assets"
  say "ready: $assets"
fi
echo "$assets"

#!/usr/bin/env bash
# Makes src/Operator/operator.mibc: the methods that publishing compiles ahead. All others are compiled when they are first called.
#
# The operator goes through what operators go through, on a control plane of its own, while the runtime logs what it compiles: first
# with nothing compiled ahead, then as published with the profile so far, whose code calls some methods that had been inlined.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
profile=src/Operator/operator.mibc
work=$PWD/artifacts/profile
case $(uname -m) in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) echo "no runtime identifier known for $(uname -m)" >&2 && exit 1 ;;
esac
instance() { kubectl patch instance "$1" --type merge -p "{\"spec\":{$2}}" >/dev/null; }
phase() { kubectl wait "instance/$1" --for="jsonpath={.status.phase}=$2" --timeout=60s >/dev/null; }
ready() { kubectl wait instance "$@" --for=condition=Ready --timeout=60s >/dev/null; }

clean_up() {
  trap - EXIT
  [[ -z ${operator:-} ]] || kill "$operator" 2>/dev/null || true
  control-plane stop --dir "$work/cluster" 2>/dev/null || true
  [[ -n ${made:-} || ! -e $work/before.mibc ]] || mv "$work/before.mibc" "$profile"
}

publish() {
  dotnet publish src/Operator --configuration Release --runtime "$runtime" --output "$work/operator" --verbosity quiet -p:RunAnalyzers=false
}

make_profile() { artifacts/bin/Profile/release/ComputeOperator.Profile "artifacts/obj/Operator/release_$runtime/linked" "$profile" "$@"; }

# lives LOG [NAME=VALUE...]: the operator's whole life, with these variables.
lives() {
  local log=$1
  shift
  # Each method is compiled once then, and what is inlined is not named.
  env DOTNET_JitStdOutFile="$log" DOTNET_JitDisasmSummary=1 DOTNET_TieredCompilation=0 "$@" "$work/operator/compute-operator" --kubeconfig "$work/kubeconfig" \
    --leader-elect-namespace compute-system --metrics-bind-address 127.0.0.1:18080 --health-probe-bind-address 127.0.0.1:18081 >"$work/operator.log" 2>&1 &
  operator=$!
  kubectl apply -k config/samples >/dev/null
  ready --all
  scrape
  instance web-1 '"powerState":"Stopped","machineType":"e2-small"'
  instance cache-1 '"powerState":"Suspended"'
  instance shop-1 '"restartedAt":"2026-01-01T00:00:00Z"'
  phase web-1 TERMINATED
  phase cache-1 SUSPENDED
  instance web-1 '"powerState":"Running","parent":"nobody"'
  instance cache-1 '"powerState":"Running","machineType":"unknown"'
  kubectl wait instance/cache-1 instance/web-1 --for=condition=Stalled --timeout=60s >/dev/null
  instance web-1 '"parent":null'
  instance cache-1 '"machineType":"n2-standard-2"'
  kubectl patch tenant acme --type merge -p '{"spec":{"suspended":true}}' >/dev/null
  phase shop-1 TERMINATED
  kubectl patch tenant acme --type merge -p '{"spec":{"suspended":false}}' >/dev/null
  phase shop-1 RUNNING
  control-plane stop --dir "$work/cluster"
  control-plane start --dir "$work/cluster" --assets "$assets" >/dev/null
  instance database-1 '"deletionProtection":false'
  kubectl delete -k config/samples --timeout=120s >/dev/null
  scrape
  kill "$operator"
  wait "$operator"
  operator=
}

# get PORT PATH: whatever the answer is; just after the API server's restart it may be "not ready". It is read to its end, so that the
# operator writes all of it.
get() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf "GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" "$2" >&3
  answer=$(cat <&3)
  exec 3>&-
  [[ $answer == "HTTP/1.1 "* ]]
}

scrape() {
  get 18080 metrics
  for probe in healthz readyz livez; do
    get 18081 "$probe"
  done
}

assets=$(hack/assets.sh)
export PATH=$assets:$PATH
rm -rf "$work"
mkdir -p "$work"
trap clean_up EXIT
[[ ! -e $profile ]] || mv "$profile" "$work/before.mibc"
dotnet build tools/Profile --configuration Release --verbosity quiet -p:RunAnalyzers=false
publish
control-plane start --dir "$work/cluster" --assets "$assets" >/dev/null
export KUBECONFIG=$work/cluster/kubeconfig
make --no-print-directory install >/dev/null
kubectl create namespace compute-system >/dev/null
kubectl apply --server-side -k config/rbac >/dev/null
control-plane kubeconfig --dir "$work/cluster" --user system:serviceaccount:compute-system:compute-operator \
  --group system:serviceaccounts --group system:serviceaccounts:compute-system --out "$work/kubeconfig" >/dev/null

lives "$work/first.log" DOTNET_ReadyToRun=0
make_profile "$work/first.log"
publish
lives "$work/second.log"
make_profile "$work/first.log" "$work/second.log"
made=yes

#!/usr/bin/env bash
# Measures the operator, the gateway and what the API server allows, on a control plane of its own: bench/README.md says how.
#
#   hack/bench.sh                   all of it (8 minutes on two fast quiet cores, half an hour on slow ones)
#   hack/bench.sh --quick           200 Instances and small numbers of everything: that it works, not how fast
#   hack/bench.sh --help            the other options
#
# Prints tables and writes artifacts/bench.json (--json FILE). Fails when the operator makes other requests than agreed;
# a goal that depends on the machine's speed is only reported.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=loopback.sh
source hack/loopback.sh
operator=artifacts/bench/operator
gateway=artifacts/bench/gateway
case $(uname -m) in
  x86_64) runtime=linux-x64 ;;
  aarch64) runtime=linux-arm64 ;;
  *) echo "no runtime identifier known for $(uname -m)" >&2 && exit 1 ;;
esac

assets=$(hack/assets.sh)
echo "Publishing the operator"
# One file of an older publish left behind would be measured too.
rm -rf "$operator"
dotnet publish src/Operator --configuration Release --runtime "$runtime" --output "$operator" --verbosity quiet -p:RunAnalyzers=false
echo "Publishing the gateway"
rm -rf "$gateway"
dotnet publish src/Gateway --configuration Release --runtime "$runtime" --output "$gateway" --verbosity quiet -p:RunAnalyzers=false
dotnet build bench/Benchmarks --configuration Release --verbosity quiet -p:RunAnalyzers=false

# In this process's place, so that a signal reaches what has to clean up.
exec artifacts/bin/Benchmarks/release/benchmarks --assets "$assets" --operator "$operator/compute-operator" --gateway "$gateway/compute-gateway" "$@"

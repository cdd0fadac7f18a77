#!/usr/bin/env bash
# Runs every test of the solution. The last line counts them: "N passed, N failed". Arguments go to dotnet test.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=loopback.sh
source hack/loopback.sh
results=artifacts/test-results
# Given back with this process, however it ends: compilers that stay do not get descriptor 9.
exec 9<hack/test.sh
if ! flock -n 9; then
  echo "another 'make test' is running here" >&2
  exit 1
fi
rm -rf "$results"
mkdir -p "$results"

# Made before the tests start, so that none of them waits for it.
KUBEBUILDER_ASSETS=$(hack/assets.sh 9<&-)
export KUBEBUILDER_ASSETS

dotnet build ComputeOperator.sln --verbosity quiet 9<&-
status=0
# Two projects at a time would share two cores: the deadlines of one would be the load of the other.
for project in tests/*.Tests/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  dotnet test "$project" --no-build --blame-hang-timeout 60m --blame-hang-dump-type none --logger "trx;LogFileName=$name.trx" --results-directory "$PWD/$results" "$@" 9<&- || status=1
done

# Where the output is cut to its last lines, these still say what failed and where.
failures() {
  cat "$results"/*.trx | awk '
    BEGIN { traced = 1 }
    function text(s) { gsub(/<[^>]*>/, "", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&amp;/, "\\&", s); return s }
    /<UnitTestResult .* outcome="Failed"/ { match($0, /testName="[^"]*"/); print "FAILED " text(substr($0, RSTART + 10, RLENGTH - 11)); left = 0; traced = 0 }
    /<Message>/ { left = 6 }
    left > 0 { print "  " text($0); left-- }
    /<\/Message>/ { left = 0 }
    / in .*:line / && !traced { sub(/^.* in /, "at "); print "  " text($0); traced = 1 }
    /<\/UnitTestResult>/ { traced = 1 }'
}
failures || true
count() { cat "$results"/*.trx | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
echo "$(($(count total) - $(count executed))) skipped"
failed=$(count failed || true)
# A run that was ended because it hung has no result.
((status == 0 || failed > 0)) || failed=1
echo "$(count passed) passed, $failed failed"
exit "$status"

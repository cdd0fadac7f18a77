# What the scripts beside this one share. They run the commands of a seed as they are printed; only where requests go is changed, and how
# they were answered is kept for the checks between the commands.
set -euo pipefail

GATEWAY=${GATEWAY:-http://localhost:8082}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

curl() {
  local arguments=() argument
  for argument in "$@"; do
    arguments+=("${argument/#http:\/\/localhost:$PRINTED_PORT/$GATEWAY}")
  done

  echo "${arguments[*]}" > "$work/request"
  command curl --silent --show-error --output "$work/body" --write-out '%{http_code}' "${arguments[@]}" > "$work/code"
  cat "$work/body"
}

fail() {
  echo "not as in the seed: $1" >&2
  echo "  curl $(cat "$work/request")" >&2
  echo "  $(cat "$work/code") $(cat "$work/body")" >&2
  exit 1
}

# The status code of the last answer.
answered() {
  [ "$(cat "$work/code")" = "$1" ] || fail "status $1"
}

# What holds of the body of the last answer, as a jq expression.
holds() {
  jq --exit-status "$1" "$work/body" > /dev/null || fail "$1"
}

# The names of the members of the last answer, in order of the alphabet.
members() {
  [ "$(jq --raw-output 'keys_unsorted | sort | join(" ")' "$work/body")" = "$1" ] || fail "members $1"
}

# Waits until an instance runs, where the seed sleeps for as long as that usually takes.
runs() { # TENANT URL-OF-INSTANCE
  local _
  for _ in $(seq 300); do
    command curl --silent -H "X-Tenant-ID: $1" "${2/#http:\/\/localhost:$PRINTED_PORT/$GATEWAY}" | jq --exit-status '.status == "running"' > /dev/null && return
    command sleep 0.2
  done

  fail "$2 runs"
}

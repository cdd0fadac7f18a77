#!/usr/bin/env bash
# The commands of seed 000 (phase 2), in their order; only host and port are another. Arguments: HOST:PORT. Each line that is printed is what the test
# compares: what was asked, the answer, and the status code.
set -euo pipefail

host=$1
instances=http://$host/compute/v1/projects/my-project/zones/us-central1-a/instances

show() { # WHAT CURL-ARGUMENTS...
  local what=$1
  shift
  printf '%s\t%s\n' "$what" "$(curl --silent --show-error --write-out '\t%{http_code}' "$@")"
}

show create -X POST "$instances" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "test-instance",
    "machineType": "zones/us-central1-a/machineTypes/e2-medium",
    "metadata": {
      "items": [
        {"key": "startup-script", "value": "echo hello"}
      ]
    },
    "labels": {
      "env": "dev"
    }
  }'
show get "$instances/test-instance"
show list "$instances"
show stop -X POST "$instances/test-instance/stop"
show stop-again -X POST "$instances/test-instance/stop"
show start -X POST "$instances/test-instance/start"
show start-again -X POST "$instances/test-instance/start"
show delete -X DELETE "$instances/test-instance"
show get-deleted "$instances/test-instance"

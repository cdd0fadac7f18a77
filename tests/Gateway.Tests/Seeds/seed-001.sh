#!/usr/bin/env bash
# The commands and endpoints of seed 001 (phase 1), in their order; only host and port are another. Arguments: HOST:PORT. Each line that is printed is what
# the test compares: what was asked, the answer, and the status code.
set -euo pipefail

host=$1
zone=http://$host/compute/v1/projects/my-project/zones/us-central1-a

show() { # WHAT CURL-ARGUMENTS...
  local what=$1
  shift
  printf '%s\t%s\n' "$what" "$(curl --silent --show-error --write-out '\t%{http_code}' "$@")"
}

show create -X POST "$zone/instances" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "my-instance",
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
show list "$zone/instances"
show list-all "http://$host/compute/v1/projects/my-project/zones/*/instances"
show get "$zone/instances/my-instance"
show stop -X POST "$zone/instances/my-instance/stop"
show reset-stopped -X POST "$zone/instances/my-instance/reset"
show start -X POST "$zone/instances/my-instance/start"
show reset -X POST "$zone/instances/my-instance/reset"
show serial "$zone/instances/my-instance/serialPort"
show types "$zone/machineTypes"
show type "$zone/machineTypes/e2-micro"
show health "http://$host/compute/health"
show delete -X DELETE "$zone/instances/my-instance"

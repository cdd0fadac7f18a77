#!/usr/bin/env bash
# What seed 004, the lifecycle API, prints: it has no commands, but requests with their answers, and a state machine. Needs a gateway, an operator, and jq.
PRINTED_PORT=8000
. "$(dirname "$0")/walk.sh"

instances=http://localhost:8000/api/v1/instances

# The tests of the seed

curl -X POST "$instances" -H "Content-Type: application/json" -d '{
    "name": "test-instance",
    "scope": "PROJECT",
    "description": "Test instance"
  }'
answered 201
holds '.name == "test-instance" and .scope == "PROJECT" and .status == "created"'
holds '.parent_id == null and (.id | type) == "string" and (.created_at | fromdate) > 0 and .config == {} and .description == "Test instance"'
ID=$(jq -r .id "$work/body")

curl "$instances/nonexistent-id"
answered 404
holds '.detail == "Instance nonexistent-id not found"'

curl -X POST "$instances" -H "Content-Type: application/json" -d '{"name": "orphan", "scope": "GLOBAL", "parent_id": "nonexistent-id"}'
answered 404
holds '.detail == "Parent instance nonexistent-id not found"'

curl -X POST "$instances" -H "Content-Type: application/json" -d '{"name": "", "scope": "LOCAL", "config": []}'
answered 422
holds '.error_type == "ValidationError"'
holds '[.errors[] | [.field, .type]] == [["body -> name", "string_too_short"], ["body -> scope", "enum"], ["body -> config", "dict_type"]]'
holds '.errors | all(.message | length > 0)'

# The state machine

curl -X POST "$instances/$ID/stop"
answered 400
holds '.detail == "Cannot stop instance in created state"'

curl -X POST "$instances/$ID/start"
answered 200
holds ". == {\"status\": \"started\", \"instance_id\": \"$ID\"}"
curl "$instances/$ID"
holds '.status == "running"'

curl -X POST "$instances/$ID/start"
answered 400
holds '.detail == "Cannot start instance in running state"'

curl -X DELETE "$instances/$ID"
answered 400
holds '.detail == "Cannot delete running instance. Stop it first."'

curl -X POST "$instances/$ID/pause"
answered 200
curl "$instances/$ID"
holds '.status == "paused"'

curl -X POST "$instances/$ID/resume"
answered 200
curl "$instances/$ID"
holds '.status == "running"'

curl -X POST "$instances/$ID/stop"
answered 200
curl "$instances/$ID"
holds '.status == "stopped"'

curl -X POST "$instances/$ID/stop"
answered 409
holds ".detail == \"Instance $ID is already in stopped state\""

# A child goes before its parent does.
curl -X POST "$instances" -H "Content-Type: application/json" -d "{\"name\": \"child\", \"scope\": \"ORCHESTRATION\", \"parent_id\": \"$ID\", \"config\": {\"a\": [1, {\"b\": null}]}}"
answered 201
holds ".parent_id == \"$ID\" and .scope == \"ORCHESTRATION\" and .config == {\"a\": [1, {\"b\": null}]}"
CHILD=$(jq -r .id "$work/body")

curl "$instances?parent_id=$ID"
answered 200
holds "[.[].id] == [\"$CHILD\"]"

curl -X POST "$instances/$ID/terminate"
answered 200
holds ". == {\"status\": \"terminated\", \"instance_id\": \"$ID\"}"
curl "$instances/$ID"
answered 404
curl "$instances/$CHILD"
answered 404

curl -X POST "$instances" -H "Content-Type: application/json" -d '{"name": "short-lived", "scope": "GLOBAL"}'
answered 201
curl -X DELETE "$instances/$(jq -r .id "$work/body")"
answered 204

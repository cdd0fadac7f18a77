#!/usr/bin/env bash
# What seed 003, the VM manager, prints: it has no commands, but endpoints, rules and the cost of an example. Needs a gateway with --auth=none
# --auto-create-tenants, an operator, and jq.
PRINTED_PORT=8000
. "$(dirname "$0")/walk.sh"

api=http://localhost:8000/api
user="X-Tenant-ID: seed-003"
size='"ram_mb": 1024, "disk_gb": 20, "cpu_cores": 2'

# POST /api/vms/quota-check: 1 GB RAM, 20 GB disk, 2 CPUs = 34 credits; at least 10

curl -X POST "$api/vms/quota-check" -H "$user" -H "Content-Type: application/json" -d "{$size}"
answered 200
holds '.cost == 34 and .available_credits == null and .allowed'
curl -X POST "$api/vms/quota-check" -H "$user" -H "Content-Type: application/json" -d '{"ram_mb": 1, "disk_gb": 1, "cpu_cores": 1}'
answered 200
holds '.cost == 11'

# POST /api/vms

curl -X POST "$api/vms" -H "$user" -H "Content-Type: application/json" -d "{\"name\": \"web\", \"os_type\": \"ubuntu\", $size, \"vm_metadata\": {\"owner\": \"alice\", \"tags\": [\"a\", 1]}}"
answered 201
members "cpu_cores created_at disk_gb id ip_address name os_type ram_mb ssh_port status updated_at uptime_seconds user_id vm_metadata"
holds '.id == "web" and .name == "web" and .os_type == "ubuntu" and .ram_mb == 1024 and .disk_gb == 20 and .cpu_cores == 2'
holds '.status == "running" and (.ip_address | type) == "string" and .ssh_port == 22 and .uptime_seconds >= 0'
holds '.vm_metadata == {"owner": "alice", "tags": ["a", 1], "creation_cost": 34}'

curl -X POST "$api/vms" -H "$user" -H "Content-Type: application/json" -d "{\"name\": \"web\", $size}"
answered 409
holds '.detail == "VM '"'web'"' already exists"'

# GET /api/vms, GET /api/vms/{id}, GET /api/vms/{id}/status

curl "$api/vms" -H "$user"
answered 200
holds '[.[].id] == ["web"]'
curl "$api/vms/web" -H "$user"
answered 200
holds '.status == "running"'
curl "$api/vms/web/status" -H "$user"
answered 200
holds '.id == "web" and .status == "running" and (.uptime_seconds | type) == "number"'
curl "$api/vms/nonesuch" -H "$user"
answered 404
holds '.detail == "VM not found"'

# PATCH /api/vms/{id}: merged updates preserve what is there

curl -X PATCH "$api/vms/web" -H "$user" -H "Content-Type: application/json" -d '{"vm_metadata": {"owner": "bob", "stage": {"n": 2}}}'
answered 200
holds '.vm_metadata == {"owner": "bob", "tags": ["a", 1], "stage": {"n": 2}, "creation_cost": 34}'

# POST /api/vms/{id}/action: start, stop, restart, destroy

curl -X POST "$api/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "stop"}'
answered 200
holds '.status == "stopped" and .uptime_seconds == 0'
curl -X POST "$api/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "start"}'
answered 200
holds '.status == "running"'
curl -X POST "$api/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "restart"}'
answered 200
holds '.status == "running"'
curl -X POST "$api/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "explode"}'
answered 422
holds '.detail[0].loc == ["body", "action"]'

# GET /api/admin/vms, POST /api/admin/vms/{id}/action

curl "$api/admin/vms?limit=500"
answered 200
holds 'map(select(.user_id == "seed-003")) | length == 1'
curl -X POST "$api/admin/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "stop"}'
answered 200
holds '.status == "stopped"'

curl -X POST "$api/vms/web/action" -H "$user" -H "Content-Type: application/json" -d '{"action": "destroy"}'
answered 200
holds '.status == "destroyed"'
curl "$api/vms/web" -H "$user"
answered 404

# GET /api/events, GET /api/admin/events: types vm, system, admin; severities info, warning, critical. They are written in the background.

for _ in $(seq 600); do
  curl "$api/events" -H "$user" > "$work/events"
  jq --exit-status 'map(.type) | unique == ["admin", "system", "vm"]' "$work/events" > /dev/null && break
  sleep 0.1
done
answered 200
holds 'map(.type) | unique == ["admin", "system", "vm"]'
holds 'all(.severity == "info" or .severity == "warning" or .severity == "critical")'
holds 'map(select(.type == "vm") | .details.reason) | index("Started") != null and index("Stopped") != null'
curl "$api/events?type=admin&severity=info&vm_id=web&limit=1" -H "$user"
answered 200
holds 'length == 1 and .[0].vm_id == "web"'
curl "$api/admin/events?vm_id=web"
answered 200
holds 'length > 0'

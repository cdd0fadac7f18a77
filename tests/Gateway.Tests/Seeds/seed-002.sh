#!/usr/bin/env bash
# The commands of seed 002, the multi-tenant compute service. Needs a gateway with --auto-create-tenants, an operator, and jq. The commands for other services
# (network, storage) are left out; what they would have led to is done by this service's own paths.
PRINTED_PORT=8081
. "$(dirname "$0")/walk.sh"

instance="createdAt flavor id imageId metadata name networkIds status tenantId type updatedAt volumeIds"

# Multi-tenant example

curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: tenant-a" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "tenant-a-web",
    "type": "vm",
    "flavor": "medium",
    "imageId": "ubuntu-22.04"
  }'
answered 201
members "$instance"
holds '.name == "tenant-a-web" and .tenantId == "tenant-a" and .type == "vm" and .flavor == "medium" and .imageId == "ubuntu-22.04" and .status == "creating"'
holds '.networkIds == [] and .volumeIds == [] and .metadata == {} and (.createdAt | type) == "number" and .updatedAt >= .createdAt'

curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: tenant-b" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "tenant-b-database",
    "type": "vm",
    "flavor": "large",
    "imageId": "postgresql-15"
  }'
answered 201
holds '.tenantId == "tenant-b" and .flavor == "large"'

# Common compute patterns

curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: production" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "nginx-web",
    "type": "vm",
    "flavor": "medium",
    "imageId": "nginx-1.24",
    "metadata": {
      "role": "web-server",
      "application": "frontend"
    }
  }'
answered 201
holds '.metadata == {"role": "web-server", "application": "frontend"}'

curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: production" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "postgres-db",
    "type": "vm",
    "flavor": "large",
    "imageId": "postgresql-15",
    "metadata": {
      "role": "database",
      "database": "postgresql"
    }
  }'
answered 201

curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: development" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "api-service",
    "type": "container",
    "flavor": "small",
    "imageId": "myapp:latest",
    "metadata": {
      "role": "microservice",
      "service": "api"
    }
  }'
answered 201
holds '.type == "container" and .imageId == "myapp:latest"'

# Manual testing

curl http://localhost:8081/health
answered 200
holds '. == {"status": "healthy", "service": "compute-service"}'

curl http://localhost:8081/api/v1/compute/flavors
answered 200
holds '[.flavors[] | [.name, .vcpus, .ramGB, .diskGB]] == [["small", 1, 1, 10], ["medium", 2, 4, 40], ["large", 4, 8, 80], ["xlarge", 8, 16, 160]]'
holds '.flavors | all(.description | length > 0)'

INSTANCE_ID=$(curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: test-tenant" \
  -H "Content-Type: application/json" \
  -d '{
    "name": "test-vm",
    "type": "vm",
    "flavor": "medium",
    "imageId": "ubuntu-22.04"
  }' | jq -r '.id')

echo "Created instance: $INSTANCE_ID"
answered 201

# The seed waits 3 seconds for async creation
runs test-tenant http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID

# Check status
curl -H "X-Tenant-ID: test-tenant" \
  http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID
answered 200
members "$instance"
holds '.status == "running" and .updatedAt >= .createdAt'

# Not printed as a command, but as an answer: a running instance is not deleted, and not started.
curl -X DELETE http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID -H "X-Tenant-ID: test-tenant"
answered 400
holds '.error == "Cannot delete running instance"'
curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/start -H "X-Tenant-ID: test-tenant"
answered 400
holds '.error == "Instance is not stopped"'
curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/restart -H "X-Tenant-ID: test-tenant"
answered 400
holds '.error == "Instance is not stopped"'

curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/stop \
  -H "X-Tenant-ID: test-tenant"
answered 200
members "id status updatedAt"
holds '.status == "stopped" and (.updatedAt | type) == "number"'

curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/stop -H "X-Tenant-ID: test-tenant"
answered 400
holds '.error == "Instance is not running"'

curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/restart \
  -H "X-Tenant-ID: test-tenant"
answered 200
members "id status updatedAt"
holds '.status == "restarting"'

# The seed waits 2 seconds for async restart
runs test-tenant http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID

# Check status (should be "running")
curl -H "X-Tenant-ID: test-tenant" \
  http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID
answered 200
holds '.status == "running"'

# Stop first
curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/stop \
  -H "X-Tenant-ID: test-tenant"
answered 200
holds '.status == "stopped"'

curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/start -H "X-Tenant-ID: test-tenant"
answered 200
holds '.status == "running"'
curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/stop -H "X-Tenant-ID: test-tenant"
answered 200

# Delete
curl -X DELETE http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID \
  -H "X-Tenant-ID: test-tenant"
answered 204

curl -H "X-Tenant-ID: test-tenant" \
  http://localhost:8081/api/v1/compute/instances
answered 200
holds "[.instances[].id] | index(\"$INSTANCE_ID\") == null"

curl -H "X-Tenant-ID: test-tenant" http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID
answered 404
holds '.error == "Instance not found"'

# Integration testing

INSTANCE_ID=$(curl -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: integration-test" \
  -H "Content-Type: application/json" \
  -d '{"name": "integration-vm", "flavor": "medium", "type": "vm"}' | jq -r '.id')
answered 201

# Wait for instance to be running
runs integration-test http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID

curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/networks/net-456 -H "X-Tenant-ID: integration-test"
answered 200
curl -X POST http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID/volumes/vol-789 -H "X-Tenant-ID: integration-test"
answered 200

# Verify instance has network and volume
curl -H "X-Tenant-ID: integration-test" \
  http://localhost:8081/api/v1/compute/instances/$INSTANCE_ID
answered 200
holds '.status == "running" and .networkIds == ["net-456"] and .volumeIds == ["vol-789"]'

# Flavor testing

# List all flavors
curl http://localhost:8081/api/v1/compute/flavors | jq

# Test each flavor
for flavor in small medium large xlarge; do
  echo "Testing flavor: $flavor"
  INST=$(curl -s -X POST http://localhost:8081/api/v1/compute/instances \
    -H "X-Tenant-ID: flavor-test" \
    -H "Content-Type: application/json" \
    -d "{\"name\":\"test-$flavor\", \"flavor\":\"$flavor\", \"type\":\"vm\"}" | jq -r '.id')
  answered 201
  echo "Created instance $INST with flavor $flavor"
  runs flavor-test http://localhost:8081/api/v1/compute/instances/$INST
  curl -X POST http://localhost:8081/api/v1/compute/instances/$INST/stop \
    -H "X-Tenant-ID: flavor-test"
  answered 200
  curl -X DELETE http://localhost:8081/api/v1/compute/instances/$INST \
    -H "X-Tenant-ID: flavor-test"
  answered 204
done

curl -X POST http://localhost:8081/api/v1/compute/instances -H "X-Tenant-ID: flavor-test" -d '{"name": "odd", "flavor": "huge", "type": "vm"}'
answered 400
holds '.error == "Invalid flavor"'

# Multi-tenancy testing

# Create instances for different tenants
TENANT_A=$(curl -s -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: tenant-a" \
  -H "Content-Type: application/json" \
  -d '{"name":"tenant-a-vm", "flavor":"small", "type":"vm"}' | jq -r '.id')
answered 201

TENANT_B=$(curl -s -X POST http://localhost:8081/api/v1/compute/instances \
  -H "X-Tenant-ID: tenant-b" \
  -H "Content-Type: application/json" \
  -d '{"name":"tenant-b-vm", "flavor":"small", "type":"vm"}' | jq -r '.id')
answered 201

# Verify tenant-a cannot see tenant-b's instance
echo "Tenant A instances:"
curl -H "X-Tenant-ID: tenant-a" http://localhost:8081/api/v1/compute/instances | jq
answered 200
holds "([.instances[].id] | index(\"$TENANT_A\") != null and index(\"$TENANT_B\") == null) and (.instances | all(.tenantId == \"tenant-a\"))"

echo "Tenant B instances:"
curl -H "X-Tenant-ID: tenant-b" http://localhost:8081/api/v1/compute/instances | jq
answered 200
holds "[.instances[].id] | index(\"$TENANT_B\") != null and index(\"$TENANT_A\") == null"

# Verify tenant-a cannot access tenant-b's instance
echo "Tenant A trying to access Tenant B's instance:"
curl -H "X-Tenant-ID: tenant-a" http://localhost:8081/api/v1/compute/instances/$TENANT_B
answered 403

#!/usr/bin/env bash
# Runs the operator with the samples, and the REST gateway, and shows them coming to life; Ctrl-C ends it and cleans up.
#
#   KUBECONFIG set      on that cluster, as its user: the kinds, machine types and default tenant are installed and stay, the samples go again.
#   KUBECONFIG not set  on a control plane of its own under .run/, with no more rights than config/rbac gives.
#
# RUN_ONCE=1 ends as soon as the samples are ready, for CI. Arguments go to the operator.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
run=$PWD/.run
operator_pid=
gateway_pid=
gateway=127.0.0.1:8082
watch_pid=
own_control_plane=

say() { printf '\n== %s\n' "$*"; }

end() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

clean_up() {
  trap '' INT TERM
  trap - EXIT
  say "Cleaning up"
  [[ -z $watch_pid ]] || end "$watch_pid"
  [[ -z $gateway_pid ]] || end "$gateway_pid"
  if [[ -z $own_control_plane && -n $operator_pid ]]; then
    # The operator still runs: it is what takes the machines down.
    kubectl patch instance database-1 --type merge -p '{"spec":{"deletionProtection":false}}' || true
    kubectl delete --ignore-not-found --timeout=60s -k config/samples || true
  fi
  [[ -z $operator_pid ]] || end "$operator_pid"
  if [[ -n $own_control_plane ]]; then
    control-plane stop --dir "$run"
    rm -rf "$run"
  fi
}

start_control_plane() {
  if [[ -e $run ]]; then
    echo "$run exists: another 'make run' is running, or one was killed. End it, or: control-plane stop --dir .run; rm -rf .run" >&2
    exit 1
  fi
  say "Starting etcd and kube-apiserver"
  own_control_plane=yes
  control-plane start --dir "$run" --assets "$assets"
  export KUBECONFIG=$run/kubeconfig
}

# On a control plane of its own the operator gets the rights of config/rbac; on the user's cluster it has the user's.
operator_kubeconfig() {
  if [[ -z $own_control_plane ]]; then
    return
  fi
  kubectl create namespace compute-system >/dev/null
  kubectl apply --server-side -k config/rbac >/dev/null
  control-plane kubeconfig --dir "$run" --user system:serviceaccount:compute-system:compute-operator \
    --group system:serviceaccounts --group system:serviceaccounts:compute-system --out "$run/operator.kubeconfig" >/dev/null
  echo --kubeconfig "$run/operator.kubeconfig" --leader-elect-namespace compute-system
}

tour() {
  say "Running. In another terminal:"
  if [[ -n $own_control_plane ]]; then
    echo "  export KUBECONFIG=$KUBECONFIG PATH=$assets:\$PATH"
  fi
  cat <<'TOUR'
  kubectl get instances
  kubectl patch instance web-1 --type merge -p '{"spec":{"powerState":"Stopped"}}'
  kubectl wait instance/web-1 --for=condition=Ready
  kubectl describe instance web-1
  kubectl delete instance web-1
TOUR
  say "The same Instances by REST, in the form of Compute Engine; for people: http://$gateway/docs"
  cat <<TOUR
  B=http://$gateway/compute/v1/projects/default/zones/us-central1-a
  curl "\$B/instances?filter=status%3DRUNNING"
  curl "\$B/instances" -d '{"name":"rest-1","machineType":"e2-small"}'
  curl -X POST "\$B/instances/rest-1/stop"
  curl "\$B/instances/rest-1/serialPort"
  curl -X DELETE "\$B/instances/rest-1"
TOUR
  say "And in the forms of three others, with tenants and credits"
  cat <<TOUR
  curl -H "X-Tenant-ID: acme" http://$gateway/api/v1/compute/instances -d '{"name":"web","flavor":"small"}'
  curl -H "X-Tenant-ID: acme" http://$gateway/api/vms -d '{"name":"vm-1","ram_mb":1024,"disk_gb":20,"cpu_cores":2}'
  curl -H "X-Tenant-ID: acme" http://$gateway/api/v1/instances -d '{"name":"job","scope":"PROJECT"}'
  kubectl get instances -n acme
TOUR
  say "Ctrl-C ends it"
}

assets=$(hack/assets.sh)
export PATH=$assets:$PATH
say "Building the operator and the gateway"
for program in Operator Gateway; do
  dotnet build "src/$program" --configuration Release --verbosity quiet -p:RunAnalyzers=false
done

trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
[[ -n ${KUBECONFIG:-} ]] || start_control_plane
say "Installing the kinds, the machine types, the default tenant and the policies"
make --no-print-directory install >/dev/null

say "Starting the operator"
read -ra identity <<<"$(operator_kubeconfig)"
artifacts/bin/Operator/release/compute-operator --metrics-bind-address 127.0.0.1:0 --health-probe-bind-address 127.0.0.1:0 \
  "${identity[@]}" "$@" &
operator_pid=$!

say "Starting the gateway, for this machine only and with the rights of this kubeconfig"
artifacts/bin/Gateway/release/compute-gateway --auth=none --auto-create-tenants --bind-address "$gateway" --metrics-bind-address 127.0.0.1:0 --access-log=false &
gateway_pid=$!

say "Applying config/samples and watching"
kubectl get instances --watch &
watch_pid=$!
kubectl apply -k config/samples >/dev/null
if ! kubectl wait instance --all --for=condition=Ready --timeout=60s >/dev/null; then
  echo "the samples did not become ready; what the operator printed is above" >&2
  exit 1
fi
end "$watch_pid"
watch_pid=
for _ in {1..300}; do
  if (exec 3<>"/dev/tcp/${gateway/://}") 2>/dev/null; then
    break
  fi
  sleep 0.1
done
say "All samples are as they should be"
kubectl get instances -o wide
tour
[[ -n ${RUN_ONCE:-} ]] || wait "$operator_pid"

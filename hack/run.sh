#!/usr/bin/env bash
# Runs the operator with the samples, and the REST gateway, and shows them coming to life; Ctrl-C ends it and cleans up.
#
#   KUBECONFIG set      on that cluster, as its user: kinds, policies and namespace compute-system are installed, machine types and the default
#                       tenant where absent, and stay; the samples, and what the tour of the README makes, go again. Where somebody else's
#                       objects have the samples' names, it does not start. Of a run that was killed, the next takes back the samples alone.
#   KUBECONFIG not set  on a control plane of its own under .run/, with no more rights than config/rbac gives.
#
# Another terminal joins with: source .run/env
# RUN_ONCE=1 ends as soon as the samples and the gateway are ready, for CI. RUN_BUILT=debug builds nothing and takes what was built so.
# RUN_GATEWAY_ADDRESS=127.0.0.1:8082 is where the gateway listens. Arguments go to the operator.
set -euo pipefail
shopt -s inherit_errexit

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=loopback.sh
source hack/loopback.sh
run=$PWD/.run
programs=${RUN_BUILT:-release}
operator_pid=
gateway=${RUN_GATEWAY_ADDRESS:-127.0.0.1:8082}
own_control_plane=
claimed=
# One operator leads, this one or one that is deployed: they meet where that one has its lease.
identity=(--leader-elect-namespace compute-system)
samples=()
# What it applies bears this name, which a later run knows it by: one from here, as the samples of somebody else's run are in use.
manager=make-run-$(printf '%s@%s:%s' "$(id -u)" "$(uname -n)" "$PWD" | sha256sum | head -c 12)

say() { printf '\n== %s\n' "$*"; }

kubectl() { command kubectl "$@" 9<&-; }

end() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# Also where nobody reads what it says any more: the terminal is gone, or the program that this was piped to.
clean_up() {
  local pid
  trap '' INT TERM HUP PIPE
  trap - EXIT
  set +e
  say "Cleaning up" 2>/dev/null || exec >/dev/null 2>&1
  for pid in $(jobs -pr); do
    [[ $pid == "$operator_pid" ]] || end "$pid"
  done
  [[ -n $own_control_plane || -z $operator_pid ]] || remove_samples
  [[ -z $operator_pid ]] || end "$operator_pid"
  [[ -z $own_control_plane ]] || control-plane stop --dir "$run"
  [[ -z $claimed ]] || rm -rf "$run"
}

# The kernel gives the lock back with this process, however it ends: what may outlive it does not get descriptor 9.
claim() {
  exec 9<.
  if ! flock -n 9; then
    echo "another 'make run' is running here; this ends it: kill $(cat "$run/script.pid")" >&2
    exit 1
  fi
  mkdir -p "$run"
  echo $$ >"$run/script.pid"
}

# launch PROGRAM ARGUMENT...: in the background, as $!; should this run be killed, the next one ends it.
launch() {
  "$@" 9<&- &
  printf '%s\0' "$@" >"$run/started/$!"
}

# still_runs FILE: whether the process is the one that was started. Its number may be another's by now.
still_runs() {
  [[ /proc/${1##*/}/cwd -ef . ]] && cat "/proc/${1##*/}/cmdline" 2>/dev/null | cmp -s "$1" -
}

end_leftovers() {
  local file pid
  for file in "$run"/started/*; do
    pid=${file##*/}
    still_runs "$file" || continue
    say "Ending what a killed run left: process $pid"
    kill "$pid" 2>/dev/null || true
    for _ in {1..150}; do
      still_runs "$file" || continue 2
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
  done
  control-plane stop --dir "$run"
}

make_room() {
  end_leftovers
  rm -rf "$run"
  mkdir -p "$run/started"
  echo $$ >"$run/script.pid"
  claimed=yes
  if (exec 3<>"/dev/tcp/${gateway/://}") 2>/dev/null; then
    echo "something listens on $gateway already, where the gateway should; elsewhere: RUN_GATEWAY_ADDRESS=127.0.0.1:PORT make run" >&2
    exit 1
  fi
}

# The context that is current now, to the end: others are chosen in other terminals.
stay_on_this_cluster() {
  if ! (umask 077 && kubectl config view --raw --minify --flatten >"$run/kubeconfig"); then
    echo "KUBECONFIG=$KUBECONFIG: no context is current there (without KUBECONFIG 'make run' has a cluster of its own)" >&2
    exit 1
  fi
  KUBECONFIG=$run/kubeconfig
}

# Names each sample's object that is there and came from no run.
foreign_samples() {
  local kinds names name managers
  kinds=$(kubectl get crd --ignore-not-found -o name {instances,tenants}.compute.iaas.dev)
  [[ -n $kinds ]] || return 0
  names=$(sample_names)
  while read -r name; do
    managers=$(kubectl get "$name" --ignore-not-found --show-managed-fields -o jsonpath='{range .metadata.managedFields[*]}{.manager}{"\n"}{end}')
    [[ -z $managers ]] || grep -qxF "$manager" <<<"$managers" || echo "$name"
  done <<<"$names"
}

sample_names() { kubectl create -k config/samples --dry-run=client -o name; }

refuse_foreign_samples() {
  local found
  found=$(foreign_samples)
  if [[ -n $found ]]; then
    printf '%s\n' "these are on your cluster already, and the samples would change them (without KUBECONFIG 'make run' has a cluster of its own):" "$found" >&2
    exit 1
  fi
}

start_control_plane() {
  say "Starting etcd and kube-apiserver"
  own_control_plane=yes
  control-plane start --dir "$run" --assets "$assets" 9<&-
  KUBECONFIG=$run/kubeconfig
}

# On a control plane of its own the operator gets the rights of config/rbac; on the user's cluster it has the user's.
identify_operator() {
  kubectl get namespace compute-system >/dev/null 2>&1 || kubectl create namespace compute-system >/dev/null
  if [[ -z $own_control_plane ]]; then
    return
  fi
  kubectl apply --server-side -k config/rbac >/dev/null
  control-plane kubeconfig --dir "$run" --user system:serviceaccount:compute-system:compute-operator \
    --group system:serviceaccounts --group system:serviceaccounts:compute-system --out "$run/operator.kubeconfig" >/dev/null
  identity+=(--kubeconfig "$run/operator.kubeconfig")
}

# Every Instance as NAMESPACE/NAME/TENANT, then what the samples and the gateway may add.
inventory() {
  kubectl get instances.compute.iaas.dev --all-namespaces -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}/{.spec.tenant}{"\n"}{end}'
  kubectl get instances.compute.iaas.dev,tenants.compute.iaas.dev,namespaces -o name
}

# What has come since the start and is of the samples, the tour or the tenants that these make.
made() {
  local namespace ours
  namespace=$(kubectl config view --minify -o jsonpath='{.contexts[0].context.namespace}')
  ours='^'${namespace:-default}'/tour-[0-9]+/|^default/rest-1/|^[^/]+/[^/]+/(acme|tour)$|^(tenant\.compute\.iaas\.dev|namespace)/(acme|tour)$'
  inventory | grep -vxF -f "$run/before" | grep -E "$ours" || true
  for sample in "${samples[@]}"; do
    kubectl get --ignore-not-found -o name "$sample"
  done
}

# Before the operator ends, which takes the machines down. One that has ended by itself is not waited for.
remove_samples() {
  local found objects remove=(kubectl delete --ignore-not-found --timeout=60s)
  kill -0 "$operator_pid" 2>/dev/null || remove+=(--wait=false)
  ((${#samples[@]} == 0)) || kubectl patch instances.compute.iaas.dev database-1 --type merge -p '{"spec":{"deletionProtection":false}}'
  found=$(made)
  while IFS=/ read -r namespace name _; do
    "${remove[@]}" --namespace "$namespace" instances.compute.iaas.dev "$name"
  done < <(grep -E '^[^/]+/[^/]+/' <<<"$found")
  mapfile -t objects < <(grep -E '^[^/]+/[^/]+$' <<<"$found" | sort -u)
  "${remove[@]}" "${objects[@]}"
  found=$(made)
  if [[ -n $found ]]; then
    say "STILL ON YOUR CLUSTER, remove it yourself:"
    printf '%s\n' "$found"
  fi
}

wait_for_gateway() {
  for _ in {1..300}; do
    if ! kill -0 "$gateway_pid" 2>/dev/null; then
      echo "the gateway ended; what it printed is above" >&2
      exit 1
    fi
    if KUBECONFIG=/dev/null kubectl --server "http://$gateway" --request-timeout 2s get --raw /readyz >/dev/null 2>&1; then
      return
    fi
    sleep 0.1
  done
  echo "the gateway did not become ready; what it printed is above" >&2
  exit 1
}

tour() {
  say "Running. In another terminal:"
  printf '  source %q\n' "$run/env"
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

trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
claim
assets=$(hack/assets.sh)
export PATH=$assets:$PATH
make_room
if [[ -n ${KUBECONFIG:-} ]]; then
  stay_on_this_cluster
  refuse_foreign_samples
fi
if [[ -z ${RUN_BUILT:-} ]]; then
  say "Building the operator and the gateway"
  for program in Operator Gateway; do
    dotnet build "src/$program" --configuration Release --verbosity quiet -p:RunAnalyzers=false 9<&-
  done
fi
[[ -n ${KUBECONFIG:-} ]] || start_control_plane
printf 'export KUBECONFIG=%q\nexport PATH=%q:$PATH\nexport no_proxy=%q NO_PROXY=%q\n' "$KUBECONFIG" "$assets" "$no_proxy" "$no_proxy" >"$run/env"
source "$run/env"
say "Installing the kinds, the machine types, the default tenant and the policies"
make --no-print-directory install 9<&- >/dev/null
inventory >"$run/before"

say "Starting the operator"
identify_operator
launch "artifacts/bin/Operator/$programs/compute-operator" --metrics-bind-address 127.0.0.1:0 --health-probe-bind-address 127.0.0.1:0 \
  "${identity[@]}" "$@"
operator_pid=$!

say "Starting the gateway, for this machine only and with the rights of this kubeconfig"
launch "artifacts/bin/Gateway/$programs/compute-gateway" --auth=none --auto-create-tenants --bind-address "$gateway" --metrics-bind-address 127.0.0.1:0 --access-log=false
gateway_pid=$!

say "Applying config/samples and watching"
launch "$assets/kubectl" get instances.compute.iaas.dev --watch
watch_pid=$!
names=$(sample_names)
mapfile -t instances < <(grep '^instance' <<<"$names")
# Again: others were at work meanwhile.
[[ -n $own_control_plane ]] || refuse_foreign_samples
mapfile -t samples <<<"$names"
kubectl apply --field-manager="$manager" -k config/samples >/dev/null
if ! kubectl wait "${instances[@]}" --for=condition=Ready --timeout=60s >/dev/null; then
  echo "the samples did not become ready; what the operator printed is above" >&2
  exit 1
fi
end "$watch_pid"
wait_for_gateway
say "All samples are as they should be"
kubectl get instances.compute.iaas.dev -o wide
tour
[[ -n ${RUN_ONCE:-} ]] || wait "$operator_pid"

#!/usr/bin/env bash
# Deletes every Instance and Tenant of the current kubectl context, for what uninstalls: KUBECTL and TIMEOUT come from the Makefile.
set -euo pipefail

read -ra kubectl <<<"${KUBECTL:-kubectl}"
kubectl() { command "${kubectl[@]}" "$@"; }
timeout=${TIMEOUT:-60s}
in_use=compute.iaas.dev/in-use

# Whether the cluster has the kind. Not to be told so is no reason to go on: with the kinds, protected Instances would go too.
served() {
  local found
  found=$(kubectl get crd "$1.compute.iaas.dev" --ignore-not-found -o name) || exit 1
  [[ -n $found ]]
}

# Each Tenant that an operator holds, and at which place of its finalizers.
held() {
  kubectl get tenants.compute.iaas.dev -o go-template='{{range .items}}{{$name := .metadata.name}}{{range $i, $f := .metadata.finalizers}}{{if eq $f "'$in_use'"}}{{$name}} {{$i}}{{"\n"}}{{end}}{{end}}{{end}}'
}

# A protected Instance stops it here.
if served instances && ! kubectl delete instances.compute.iaas.dev --all --all-namespaces --timeout="$timeout"; then
  cat >&2 <<'ADVICE'
Instances are left; what each waits for: kubectl get instances --all-namespaces -o wide
Only an operator that runs on this cluster lets them go, when their machines are down: make deploy, or make run in another terminal.
Where that takes longer, give it more than a minute: TIMEOUT=10m
ADVICE
  exit 1
fi

if served tenants; then
  kubectl delete tenants.compute.iaas.dev --all --wait=false
  # Held for Instances that might name them, and there are none: no operator need run for this. One that runs may be faster.
  held | while read -r tenant place; do
    path=/metadata/finalizers/$place
    kubectl patch tenants.compute.iaas.dev "$tenant" --type json \
      -p "[{\"op\":\"test\",\"path\":\"$path\",\"value\":\"$in_use\"},{\"op\":\"remove\",\"path\":\"$path\"}]" >/dev/null 2>&1 || true
  done
  if ! kubectl delete tenants.compute.iaas.dev --all --timeout="$timeout"; then
    echo "Tenants are left, by finalizers that are not the operator's: kubectl get tenants -o yaml" >&2
    exit 1
  fi
fi

#!/usr/bin/env bash
# Boots the local control plane and drives it with kubectl: one "ok" line per behaviour the operator and its tests rely on.
# With KUBEBUILDER_ASSETS set to stock programs it tests those; what only a controller manager does is left out then.
set -euo pipefail

hack=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
assets=$("$hack/assets.sh")
dir=$(mktemp -d)
PATH=$assets:$PATH
export KUBECONFIG=$dir/kubeconfig

cleanup() {
  [[ -z ${proxy:-} ]] || kill "$proxy" 2>/dev/null || true
  control-plane stop --dir "$dir" || true
  rm -rf "$dir"
}
trap cleanup EXIT

ok() { echo "ok   $*"; }
fail() {
  echo "FAIL $*" >&2
  exit 1
}

# passes WHAT COMMAND...: it succeeds.  says WHAT TEXT COMMAND...: it prints the text.  refuses: it fails, printing it.
passes() {
  local what=$1 output
  shift
  output=$("$@" 2>&1) || fail "$what: $output"
  ok "$what"
}
says() {
  local what=$1 text=$2 output
  shift 2
  output=$("$@" 2>&1) || fail "$what: $output"
  [[ $output == *"$text"* ]] || fail "$what: no \"$text\" in: $output"
  ok "$what"
}
refuses() {
  local what=$1 text=$2 output
  shift 2
  if output=$("$@" 2>&1); then fail "$what: it was let through: $output"; fi
  [[ $output == *"$text"* ]] || fail "$what: no \"$text\" in: $output"
  ok "$what"
}
# retried repeats a command for a minute at least, for what other parts of the server learn through a watch.
retried() {
  local _
  for _ in {1..600}; do
    if "$@" >/dev/null 2>&1; then break; fi
    sleep 0.1
  done
  "$@"
}
# until_refused repeats a command that may still succeed until a new rule has arrived.
until_refused() {
  local output _
  for _ in {1..600}; do
    if ! output=$("$@" 2>&1); then
      echo "$output"
      return 1
    fi
    sleep 0.1
  done
  echo "$output"
}
apply() { kubectl apply -f - <<<"$1"; }
server_side() { kubectl apply --server-side --field-manager "$1" "${@:2:$#-2}" -f - <<<"${!#}"; } # MANAGER [FLAG...] TEXT

audit_policy=$dir/audit-policy.yaml
printf 'apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Metadata, omitStages: [RequestReceived]}]\n' >"$audit_policy"
printf 'secret-token,token-user,1,"token-group"\n' >"$dir/tokens.csv"
control-plane start --dir "$dir" --assets "$assets" -- --audit-policy-file="$audit_policy" --audit-log-path="$dir/audit.log" \
  --token-auth-file="$dir/tokens.csv"
ok "started in ${SECONDS} s: $(kubectl version 2>/dev/null | sed -n 's/Server Version: //p')"

# Custom resources

crd='
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.smoke.example.com}
spec:
  group: smoke.example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget, listKind: WidgetList, shortNames: [wd], categories: [smoke]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    selectableFields: [{jsonPath: .spec.color}]
    additionalPrinterColumns:
    - {name: Color, type: string, jsonPath: .spec.color}
    - {name: Ready, type: string, jsonPath: ".status.conditions[?(@.type==\"Ready\")].status"}
    schema:
      openAPIV3Schema:
        type: object
        required: [spec]
        properties:
          spec:
            type: object
            description: What the widget should be.
            required: [color]
            x-kubernetes-validations:
            - {rule: "!has(oldSelf.size) || has(self.size) && self.size >= oldSelf.size", message: size may not shrink}
            properties:
              color: {type: string, enum: [red, green], description: The color it has.}
              size: {type: integer, default: 3}
          status:
            type: object
            properties:
              conditions:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [type]
                items:
                  type: object
                  required: [type, status]
                  properties: {type: {type: string}, status: {type: string}, reason: {type: string}}
'
widget() { # NAME NAMESPACE SPEC [FINALIZER]
  printf 'apiVersion: smoke.example.com/v1\nkind: Widget\nmetadata: {name: %s, namespace: %s%s}\nspec: {%s}\n' \
    "$1" "$2" "${4:+, finalizers: [$4]}" "$3"
}

passes "CRD is created" apply "$crd"
passes "CRD becomes established" kubectl wait --for=condition=Established crd/widgets.smoke.example.com --timeout=60s
says "discovery by short name, with its category" widgets.smoke.example.com retried kubectl api-resources --categories=smoke -o name
says "the plain group list has the CRD's group" smoke.example.com retried kubectl get --raw /apis
says "explain reads OpenAPI v3" "The color it has" retried kubectl explain widget.spec.color
passes "client-side apply" apply "$(widget w1 default 'color: red')"
says "apply without a change says so" unchanged apply "$(widget w1 default 'color: red')"
says "defaults are filled in" 3 kubectl get widget w1 -o 'jsonpath={.spec.size}'
refuses "CEL rejects with its message" "Invalid value: size may not shrink" apply "$(widget w1 default 'color: red, size: 1')"
refuses "enum is enforced" 'Unsupported value: "blue"' apply "$(widget w2 default 'color: blue')"
refuses "unknown fields are named" 'unknown field "spec.colour"' apply "$(widget w2 default 'color: red, colour: red')"
passes "server-side apply" server_side one "$(widget w2 default 'color: green')"
refuses "server-side apply conflicts" "conflict with \"one\"" server_side two "$(widget w2 default 'color: red')"
says "printer columns" "green" kubectl get wd w2
says "field selector on a selectable field" widget.smoke.example.com/w2 kubectl get widgets --field-selector spec.color=green -o name
refuses "other fields are not selectable" "field label not supported" kubectl get widgets --field-selector spec.size=3
kubectl patch widget w1 --subresource status --type merge -p '{"status":{"conditions":[{"type":"Ready","status":"True"}]}}' >/dev/null
passes "wait for a condition set through /status" kubectl wait --for=condition=Ready widget/w1 --timeout=60s
says "generation counts spec changes only" 1 kubectl get widget w1 -o 'jsonpath={.metadata.generation}'
refuses "an old resourceVersion is a conflict" "the object has been modified" \
  kubectl patch widget w1 --type merge -p '{"metadata":{"resourceVersion":"1"},"spec":{"size":9}}'

# Watch

watch='/apis/smoke.example.com/v1/widgets?watch=1&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&resourceVersion='
for seconds in 2 10 60; do # the server ends it then, complete or not
  streamed=$(kubectl get --raw "$watch&timeoutSeconds=$seconds" || true)
  [[ $streamed != *k8s.io/initial-events-end* ]] || break
done
[[ $streamed == *'"ADDED"'*'"BOOKMARK"'*'k8s.io/initial-events-end'* ]] || fail "watch-list: $streamed"
ok "watch streams the list and marks its end"

kubectl proxy --port=0 >"$dir/proxy" &
proxy=$!
retried grep -q 'Starting to serve' "$dir/proxy"
port=$(sed -n 's/.*127.0.0.1:\([0-9]*\).*/\1/p' "$dir/proxy")
partial() { # kubectl cannot choose the Accept header
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /apis/smoke.example.com/v1/namespaces/default/widgets/w1 HTTP/1.0\r\nHost: localhost\r\nAccept: application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1\r\n\r\n' >&3
  cat <&3
  exec 3>&-
}
says "metadata alone" '"kind":"PartialObjectMetadata"' partial

# Who may do what

control-plane kubeconfig --dir "$dir" --user system:serviceaccount:default:robot --group system:serviceaccounts --out "$dir/robot" >/dev/null
robot() { kubectl --kubeconfig "$dir/robot" "$@"; }
refuses "RBAC denies what nobody granted" \
  'User "system:serviceaccount:default:robot" cannot list resource "widgets" in API group "smoke.example.com"' robot get widgets
kubectl create role reader --verb=get,list --resource=widgets.smoke.example.com >/dev/null
kubectl create rolebinding reader --role=reader --serviceaccount=default:robot >/dev/null
says "RBAC lets in what a role grants" widget.smoke.example.com/w1 retried robot get widgets -o name
refuses "and no more" "cannot patch resource" robot patch widget w1 --type merge -p '{"spec":{"size":9}}'
says "auth can-i" yes robot auth can-i list widgets
refuses "auth can-i says no" no robot auth can-i delete widgets
says "impersonation" yes kubectl auth can-i list widgets --as system:serviceaccount:default:robot
says "auth whoami" system:serviceaccount:default:robot robot auth whoami
refuses "a rule needs a verb" "rules[0].verbs: Required value: verbs must contain at least one value" \
  kubectl patch role reader --type merge -p '{"rules":[{"apiGroups":[""],"resources":["secrets"],"verbs":[]}]}'
kubectl create role granter --verb=create,update,patch --resource=roles.rbac.authorization.k8s.io >/dev/null
kubectl create rolebinding granter --role=granter --serviceaccount=default:robot >/dev/null
retried robot auth can-i create roles >/dev/null
refuses "nobody grants more than they hold" "attempting to grant RBAC permissions not currently held" \
  robot create role mine --verb=delete --resource=secrets
says "token file and TokenReview" '"authenticated":true' kubectl create --raw /apis/authentication.k8s.io/v1/tokenreviews -f - \
  <<<'{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"secret-token"}}'
refuses "a wrong token is nobody" "nauthorized" kubectl --kubeconfig /dev/null --server "$(<"$dir/url")" \
  --certificate-authority "$dir/pki/ca.crt" --token wrong get widgets

# Admission

passes "policy is created" apply '
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: keep}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [smoke.example.com], apiVersions: ["*"], operations: [DELETE], resources: [widgets]}]
  validations:
  - {expression: "oldObject.spec.color != \"green\"", message: green widgets stay}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: keep}
spec: {policyName: keep, validationActions: [Deny]}
'
refuses "policy denies DELETE with its message" "green widgets stay" until_refused kubectl delete widget w2 --dry-run=server
kubectl delete validatingadmissionpolicybinding keep >/dev/null
passes "and lets go with its binding" retried kubectl delete widget w2 --dry-run=server
refuses "no objects in a namespace that is not there" 'namespaces "nowhere" not found' apply "$(widget w1 nowhere 'color: red')"

# Built-in types

lease='
apiVersion: coordination.k8s.io/v1
kind: Lease
metadata: {name: leader, namespace: default}
spec: {holderIdentity: me, leaseDurationSeconds: 15, leaseTransitions: 0, renewTime: "2024-01-01T00:00:00.000000Z"}
'
passes "lease is created" apply "$lease"
refuses "lease needs a positive duration" "must be greater than 0" kubectl patch lease leader --type merge -p '{"spec":{"leaseDurationSeconds":0}}'
refuses "lease needs a resourceVersion in a PUT" "must be specified for an update" \
  kubectl replace --raw /apis/coordination.k8s.io/v1/namespaces/default/leases/leader -f - \
  <<<'{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"leader"},"spec":{"holderIdentity":"me"}}'
event="
apiVersion: events.k8s.io/v1
kind: Event
metadata: {name: w1.1, namespace: default}
regarding: {apiVersion: smoke.example.com/v1, kind: Widget, name: w1, namespace: default, uid: $(kubectl get widget w1 -o 'jsonpath={.metadata.uid}')}
type: Normal
reason: Started
action: Start
note: The widget runs.
reportingController: smoke.example.com/operator
reportingInstance: operator-1
eventTime: 2024-01-01T00:00:00.000000Z
"
passes "event in events.k8s.io" kubectl create -f - <<<"$event"
refuses "which needs an action" "action: Required value" kubectl create -f - <<<"${event/action: Start/}"
says "the core group shows it" "The widget runs." kubectl get events --field-selector involvedObject.name=w1,reason=Started
says "describe shows it" "The widget runs." kubectl describe widget w1
passes "deployment, service, config map and secret" apply '
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: web}]}}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {a: b}
---
apiVersion: v1
kind: Secret
metadata: {name: web}
stringData: {a: b}
'
applied_version() {
  server_side same -o 'jsonpath={.metadata.resourceVersion}' '
apiVersion: apps/v1
kind: Deployment
metadata: {name: same, namespace: default}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers: [{name: c, image: c, resources: {limits: {memory: 1Gi}}}]
      volumes: [{name: t, emptyDir: {sizeLimit: 1Mi}}]
'
}
first=$(applied_version)
# managedFields has whole seconds: only in another one could it show.
second=$EPOCHSECONDS
until ((EPOCHSECONDS > second)); do sleep 0.05; done
says "an apply that changes nothing writes nothing" "$first" applied_version
says "secret keeps stringData as data" Yg== kubectl get secret web -o 'jsonpath={.data.a}'
says "deployment has its defaults" "1 RollingUpdate" kubectl get deployment web -o 'jsonpath={.spec.replicas} {.spec.strategy.type}'
says "pod begins Pending" Pending bash -c 'kubectl run p --image=web >/dev/null && kubectl get pod p -o "jsonpath={.status.phase}"'
kubectl patch pod p --subresource status --type merge -p '{"status":{"phase":"Running"}}' >/dev/null
says "a test plays the kubelet through /status" pod/p kubectl get pods --field-selector status.phase=Running -o name
refuses "pod without a node goes at once" 'pods "p" not found' bash -c 'kubectl delete pod p --wait=false && kubectl get pod p'

# Deletion

apply "$(widget held default 'color: red' smoke.example.com/hold)" >/dev/null
kubectl delete widget held --wait=false >/dev/null
passes "finalizers hold an object" kubectl get widget held
kubectl patch widget held --type merge -p '{"metadata":{"finalizers":null}}' >/dev/null
passes "and let it go" kubectl wait --for=delete widget/held --timeout=60s
if kube-apiserver --version | grep -q stand-in; then # it has a namespace controller of its own
  kubectl create namespace gone >/dev/null
  apply "$(widget w1 gone 'color: red' smoke.example.com/hold)" >/dev/null
  apply "$(widget w2 gone 'color: red')" >/dev/null
  kubectl delete namespace gone --wait=false >/dev/null
  refuses "nothing new in a terminating namespace" "because it is being terminated" apply "$(widget w3 gone 'color: red')"
  passes "its objects go" kubectl wait --for=delete widget/w2 -n gone --timeout=60s
  says "it waits for finalizers" Terminating kubectl get namespace gone
  kubectl patch widget w1 -n gone --type merge -p '{"metadata":{"finalizers":null}}' >/dev/null
  passes "and then goes itself" kubectl wait --for=delete namespace/gone --timeout=60s
fi
passes "CRD goes with its objects" kubectl delete crd widgets.smoke.example.com --timeout=60s
[[ $(grep -c '"verb":"patch"' "$dir/audit.log") -gt 0 ]] || fail "the audit log has no patch"
ok "audit log"

# The supervisor

control-plane stop --dir "$dir"
refuses "nothing is left running" "" kubectl get --raw /healthz --request-timeout=60s
control-plane start --dir "$dir" --assets "$assets" >/dev/null
says "a second start has the data, and the kubeconfig still fits" configmap/web kubectl get configmap web -o name
refuses "one control plane per folder" "running" control-plane start --dir "$dir" --assets "$assets"
supervisor=$(<"$dir/pid")
kill -KILL "$supervisor"
gone() { ! kubectl get --raw /healthz --request-timeout=60s; }
passes "killing the supervisor ends its children" retried gone
echo "all ok in $SECONDS s"

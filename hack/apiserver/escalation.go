package main

import (
	"context"
	"fmt"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/component-helpers/auth/rbac/validation"
)

// guardEscalation keeps users from granting more than they hold, unless they may "escalate" roles or "bind" them.
func guardEscalation(of store, rules rbac, authorizer authorizer.Authorizer) {
	check := func(ctx context.Context, object runtime.Object) error {
		return escalates(ctx, of.resource, object, rules, authorizer)
	}
	of.BeginCreate = func(ctx context.Context, object runtime.Object, _ *metav1.CreateOptions) (registry.FinishFunc, error) {
		return func(context.Context, bool) {}, check(ctx, object)
	}
	of.BeginUpdate = func(ctx context.Context, object, _ runtime.Object, _ *metav1.UpdateOptions) (registry.FinishFunc, error) {
		return func(context.Context, bool) {}, check(ctx, object)
	}
}

func escalates(ctx context.Context, kind resource, object runtime.Object, rules rbac, authorize authorizer.Authorizer) error {
	who, known := request.UserFrom(ctx)
	if !known || slices.Contains(who.GetGroups(), user.SystemPrivilegedGroup) {
		return nil
	}
	namespace := accessor(object).GetNamespace()
	wanted, verb, target, err := granted(object, rules)
	if err != nil {
		return err
	}
	asked := authorizer.AttributesRecord{User: who, Verb: verb, Namespace: namespace, APIGroup: rbacv1.GroupName,
		APIVersion: "v1", Resource: target.resource, Name: target.name, ResourceRequest: true}
	if decision, _, _ := authorize.Authorize(ctx, asked); decision == authorizer.DecisionAllow {
		return nil
	}
	held, err := rules.rulesOf(who, namespace)
	covered, missing := validation.Covers(held, wanted)
	if covered {
		return nil
	}
	reason := fmt.Errorf("user %q (groups=%q) is attempting to grant RBAC permissions not currently held:\n%v", who.GetName(), who.GetGroups(), missing)
	if err != nil {
		reason = fmt.Errorf("%w; resolution errors: %v", reason, err)
	}
	return apierrors.NewForbidden(kind.WithResource(kind.plural).GroupResource(), accessor(object).GetName(), reason)
}

type grantee struct{ resource, name string }

// granted says which rules a role or binding hands out and which right stands in for holding them.
func granted(object runtime.Object, rules rbac) (wanted []rbacv1.PolicyRule, verb string, target grantee, err error) {
	var ref rbacv1.RoleRef
	switch object := object.(type) {
	case *rbacv1.Role:
		return object.Rules, "escalate", grantee{"roles", object.Name}, nil
	case *rbacv1.ClusterRole:
		return append(slices.Clone(object.Rules), rules.aggregated(object)...), "escalate", grantee{"clusterroles", object.Name}, nil
	case *rbacv1.RoleBinding:
		ref = object.RoleRef
	case *rbacv1.ClusterRoleBinding:
		ref = object.RoleRef
	}
	target = grantee{"clusterroles", ref.Name}
	if ref.Kind == "Role" {
		target.resource = "roles"
	}
	wanted, err = rules.rulesOfRole(ref, accessor(object).GetNamespace())
	return wanted, "bind", target, err
}

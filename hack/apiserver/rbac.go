package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apiserver/pkg/authentication/serviceaccount"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/client-go/informers"
	listers "k8s.io/client-go/listers/rbac/v1"
	"k8s.io/component-helpers/auth/rbac/validation"
)

// rbac answers from the informers' copy of roles and bindings.
type rbac struct {
	roles               listers.RoleLister
	roleBindings        listers.RoleBindingLister
	clusterRoles        listers.ClusterRoleLister
	clusterRoleBindings listers.ClusterRoleBindingLister
}

func newRBAC(shared informers.SharedInformerFactory) rbac {
	rules := shared.Rbac().V1()
	return rbac{rules.Roles().Lister(), rules.RoleBindings().Lister(), rules.ClusterRoles().Lister(), rules.ClusterRoleBindings().Lister()}
}

func (r rbac) Authorize(_ context.Context, attributes authorizer.Attributes) (authorizer.Decision, string, error) {
	wanted := []rbacv1.PolicyRule{ruleOf(attributes)}
	rules, err := r.rulesOf(attributes.GetUser(), attributes.GetNamespace())
	if covered, _ := validation.Covers(rules, wanted); covered {
		return authorizer.DecisionAllow, "", nil
	}
	reason := ""
	if err != nil {
		reason = fmt.Sprintf("RBAC: %v", err)
	}
	return authorizer.DecisionNoOpinion, reason, nil
}

func ruleOf(attributes authorizer.Attributes) rbacv1.PolicyRule {
	rule := rbacv1.PolicyRule{Verbs: []string{attributes.GetVerb()}}
	if !attributes.IsResourceRequest() {
		rule.NonResourceURLs = []string{attributes.GetPath()}
		return rule
	}
	rule.APIGroups, rule.Resources = []string{attributes.GetAPIGroup()}, []string{attributes.GetResource()}
	if attributes.GetSubresource() != "" {
		rule.Resources[0] += "/" + attributes.GetSubresource()
	}
	if attributes.GetName() != "" {
		rule.ResourceNames = []string{attributes.GetName()}
	}
	return rule
}

// RulesFor lists what a user may do, for `kubectl auth can-i --list`.
func (r rbac) RulesFor(_ context.Context, who user.Info, namespace string) (resources []authorizer.ResourceRuleInfo, paths []authorizer.NonResourceRuleInfo, incomplete bool, err error) {
	rules, err := r.rulesOf(who, namespace)
	for _, rule := range rules {
		if len(rule.Resources) > 0 {
			resources = append(resources, &authorizer.DefaultResourceRuleInfo{Verbs: rule.Verbs, APIGroups: rule.APIGroups,
				Resources: rule.Resources, ResourceNames: rule.ResourceNames})
		}
		if len(rule.NonResourceURLs) > 0 {
			paths = append(paths, &authorizer.DefaultNonResourceRuleInfo{Verbs: rule.Verbs, NonResourceURLs: rule.NonResourceURLs})
		}
	}
	return resources, paths, err != nil, err
}

// rulesOf returns every rule that holds for a user in a namespace ("" is the whole cluster). A binding to a missing
// role grants nothing and is reported with the rest.
func (r rbac) rulesOf(who user.Info, namespace string) (rules []rbacv1.PolicyRule, err error) {
	everywhere, err := r.clusterRoleBindings.List(labels.Everything())
	failures := []error{err}
	for _, binding := range everywhere {
		if bound(who, binding.Subjects, "") {
			granted, err := r.rulesOfRole(binding.RoleRef, "")
			rules, failures = append(rules, granted...), append(failures, err)
		}
	}
	if namespace != "" {
		here, err := r.roleBindings.RoleBindings(namespace).List(labels.Everything())
		failures = append(failures, err)
		for _, binding := range here {
			if bound(who, binding.Subjects, namespace) {
				granted, err := r.rulesOfRole(binding.RoleRef, namespace)
				rules, failures = append(rules, granted...), append(failures, err)
			}
		}
	}
	return rules, errors.Join(failures...)
}

func (r rbac) rulesOfRole(ref rbacv1.RoleRef, namespace string) ([]rbacv1.PolicyRule, error) {
	if ref.Kind == "Role" {
		role, err := r.roles.Roles(namespace).Get(ref.Name)
		if err != nil {
			return nil, err
		}
		return role.Rules, nil
	}
	role, err := r.clusterRoles.Get(ref.Name)
	if err != nil {
		return nil, err
	}
	return append(slices.Clone(role.Rules), r.aggregated(role)...), nil
}

// aggregated follows a ClusterRole's aggregationRule when it is used; on a cluster a controller copies the rules over.
func (r rbac) aggregated(into *rbacv1.ClusterRole) (rules []rbacv1.PolicyRule) {
	if into.AggregationRule == nil {
		return nil
	}
	for i := range into.AggregationRule.ClusterRoleSelectors {
		selector, err := metav1.LabelSelectorAsSelector(&into.AggregationRule.ClusterRoleSelectors[i])
		if err != nil {
			continue
		}
		roles, _ := r.clusterRoles.List(selector) // a lister over an index cannot fail
		for _, role := range roles {
			if role.Name != into.Name {
				rules = append(append(rules, role.Rules...), r.aggregated(role)...)
			}
		}
	}
	return rules
}

func bound(who user.Info, subjects []rbacv1.Subject, namespace string) bool {
	return slices.ContainsFunc(subjects, func(subject rbacv1.Subject) bool {
		switch subject.Kind {
		case rbacv1.UserKind:
			return subject.Name == who.GetName()
		case rbacv1.GroupKind:
			return slices.Contains(who.GetGroups(), subject.Name)
		case rbacv1.ServiceAccountKind:
			home := subject.Namespace
			if home == "" {
				home = namespace
			}
			return home != "" && serviceaccount.MatchesUsername(home, subject.Name, who.GetName())
		}
		return false
	})
}

package main

import (
	"context"
	"time"

	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
)

// bootstrap creates the namespaces and roles every cluster starts with; it never changes one that exists.
func bootstrap(ctx context.Context, client kubernetes.Interface) error {
	// The server serves itself here, so the first tries may come before it listens.
	return wait.PollUntilContextTimeout(ctx, 20*time.Millisecond, 30*time.Second, true, func(ctx context.Context) (bool, error) {
		for _, create := range bootstrapCalls(ctx, client) {
			if err := create(); err != nil && !apierrors.IsAlreadyExists(err) {
				return false, nil
			}
		}
		return true, nil
	})
}

func bootstrapCalls(ctx context.Context, client kubernetes.Interface) (calls []func() error) {
	for _, name := range []string{"default", "kube-system", "kube-public", "kube-node-lease"} {
		calls = append(calls, func() error {
			namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
			_, err := client.CoreV1().Namespaces().Create(ctx, namespace, metav1.CreateOptions{})
			return err
		})
	}
	for _, role := range bootstrapRoles() {
		calls = append(calls, func() error {
			_, err := client.RbacV1().ClusterRoles().Create(ctx, &role, metav1.CreateOptions{})
			return err
		})
	}
	for role, groups := range map[string][]string{
		"cluster-admin":             {"system:masters"},
		"system:basic-user":         {"system:authenticated"},
		"system:discovery":          {"system:authenticated"},
		"system:public-info-viewer": {"system:authenticated", "system:unauthenticated"},
	} {
		calls = append(calls, func() error {
			binding := &rbacv1.ClusterRoleBinding{ObjectMeta: metav1.ObjectMeta{Name: role, Labels: bootstrapLabels},
				RoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: role}}
			for _, group := range groups {
				binding.Subjects = append(binding.Subjects, rbacv1.Subject{Kind: rbacv1.GroupKind, APIGroup: rbacv1.GroupName, Name: group})
			}
			_, err := client.RbacV1().ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{})
			return err
		})
	}
	return calls
}

var bootstrapLabels = map[string]string{"kubernetes.io/bootstrapping": "rbac-defaults"}

func bootstrapRoles() []rbacv1.ClusterRole {
	paths := func(urls ...string) rbacv1.PolicyRule {
		return rbacv1.PolicyRule{Verbs: []string{"get"}, NonResourceURLs: urls}
	}
	create := func(group string, resources ...string) rbacv1.PolicyRule {
		return rbacv1.PolicyRule{Verbs: []string{"create"}, APIGroups: []string{group}, Resources: resources}
	}
	everything := []string{"*"}
	role := func(name string, rules ...rbacv1.PolicyRule) rbacv1.ClusterRole {
		return rbacv1.ClusterRole{ObjectMeta: metav1.ObjectMeta{Name: name, Labels: bootstrapLabels}, Rules: rules}
	}
	roles := []rbacv1.ClusterRole{
		role("cluster-admin",
			rbacv1.PolicyRule{Verbs: everything, APIGroups: everything, Resources: everything},
			rbacv1.PolicyRule{Verbs: everything, NonResourceURLs: everything}),
		role("system:basic-user", create("authorization.k8s.io", "selfsubjectaccessreviews", "selfsubjectrulesreviews"),
			create("authentication.k8s.io", "selfsubjectreviews")),
		role("system:discovery", paths("/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*",
			"/readyz", "/version", "/version/")),
		role("system:public-info-viewer", paths("/healthz", "/livez", "/readyz", "/version", "/version/")),
	}
	// The three roles for people are sums of the roles labelled for them; each one includes the next.
	for _, name := range []string{"view", "edit", "admin"} {
		sum := role(name)
		sum.AggregationRule = &rbacv1.AggregationRule{ClusterRoleSelectors: []metav1.LabelSelector{
			{MatchLabels: map[string]string{"rbac.authorization.k8s.io/aggregate-to-" + name: "true"}}}}
		roles = append(roles, sum)
	}
	return roles
}

package main

import (
	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/api/validation/path"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// resource is one built-in type: how it is named, what its objects look like and how stock treats their metadata.
type resource struct {
	schema.GroupVersion
	plural, singular string
	shortNames       []string
	categories       []string
	object, list     runtime.Object
	clusterScoped    bool
	hasStatus        bool // status is written through its own subresource only
	hasGeneration    bool // metadata.generation counts the changes of spec
	createOnUpdate   bool // a PUT of an absent object creates it
	needsVersion     bool // a PUT must name the resourceVersion it replaces
	validName        validation.ValidateNameFunc
}

var (
	all = []string{"all"}

	namespaces = resource{GroupVersion: corev1.SchemeGroupVersion, plural: "namespaces", singular: "namespace",
		shortNames: []string{"ns"}, object: &corev1.Namespace{}, list: &corev1.NamespaceList{},
		clusterScoped: true, hasStatus: true, validName: validation.NameIsDNSLabel}
	events = resource{GroupVersion: corev1.SchemeGroupVersion, plural: "events", singular: "event",
		shortNames: []string{"ev"}, object: &corev1.Event{}, list: &corev1.EventList{}, createOnUpdate: true}

	plainResources = []resource{
		{GroupVersion: corev1.SchemeGroupVersion, plural: "configmaps", singular: "configmap",
			shortNames: []string{"cm"}, object: &corev1.ConfigMap{}, list: &corev1.ConfigMapList{}},
		{GroupVersion: corev1.SchemeGroupVersion, plural: "secrets", singular: "secret",
			object: &corev1.Secret{}, list: &corev1.SecretList{}},
		{GroupVersion: corev1.SchemeGroupVersion, plural: "serviceaccounts", singular: "serviceaccount",
			shortNames: []string{"sa"}, object: &corev1.ServiceAccount{}, list: &corev1.ServiceAccountList{}},
		{GroupVersion: corev1.SchemeGroupVersion, plural: "services", singular: "service",
			shortNames: []string{"svc"}, categories: all, object: &corev1.Service{}, list: &corev1.ServiceList{},
			hasStatus: true, createOnUpdate: true, validName: validation.NameIsDNS1035Label},
		{GroupVersion: corev1.SchemeGroupVersion, plural: "pods", singular: "pod", shortNames: []string{"po"},
			categories: all, object: &corev1.Pod{}, list: &corev1.PodList{}, hasStatus: true, hasGeneration: true},
		{GroupVersion: corev1.SchemeGroupVersion, plural: "persistentvolumeclaims", singular: "persistentvolumeclaim",
			shortNames: []string{"pvc"}, object: &corev1.PersistentVolumeClaim{},
			list: &corev1.PersistentVolumeClaimList{}, hasStatus: true},
		{GroupVersion: appsv1.SchemeGroupVersion, plural: "deployments", singular: "deployment",
			shortNames: []string{"deploy"}, categories: all, object: &appsv1.Deployment{}, list: &appsv1.DeploymentList{},
			hasStatus: true, hasGeneration: true},
		{GroupVersion: networkingv1.SchemeGroupVersion, plural: "networkpolicies", singular: "networkpolicy",
			shortNames: []string{"netpol"}, object: &networkingv1.NetworkPolicy{},
			list: &networkingv1.NetworkPolicyList{}, hasGeneration: true},
		{GroupVersion: policyv1.SchemeGroupVersion, plural: "poddisruptionbudgets", singular: "poddisruptionbudget",
			shortNames: []string{"pdb"}, object: &policyv1.PodDisruptionBudget{},
			list: &policyv1.PodDisruptionBudgetList{}, hasStatus: true, hasGeneration: true},
		{GroupVersion: coordinationv1.SchemeGroupVersion, plural: "leases", singular: "lease",
			object: &coordinationv1.Lease{}, list: &coordinationv1.LeaseList{}, createOnUpdate: true, needsVersion: true},
		{GroupVersion: rbacv1.SchemeGroupVersion, plural: "roles", singular: "role", object: &rbacv1.Role{},
			list: &rbacv1.RoleList{}, createOnUpdate: true, validName: pathSegment},
		{GroupVersion: rbacv1.SchemeGroupVersion, plural: "rolebindings", singular: "rolebinding",
			object: &rbacv1.RoleBinding{}, list: &rbacv1.RoleBindingList{}, createOnUpdate: true, validName: pathSegment},
		{GroupVersion: rbacv1.SchemeGroupVersion, plural: "clusterroles", singular: "clusterrole",
			object: &rbacv1.ClusterRole{}, list: &rbacv1.ClusterRoleList{}, clusterScoped: true, createOnUpdate: true,
			validName: pathSegment},
		{GroupVersion: rbacv1.SchemeGroupVersion, plural: "clusterrolebindings", singular: "clusterrolebinding",
			object: &rbacv1.ClusterRoleBinding{}, list: &rbacv1.ClusterRoleBindingList{}, clusterScoped: true,
			createOnUpdate: true, validName: pathSegment},
		admissionResource("validatingadmissionpolicies", "validatingadmissionpolicy", true,
			&admissionv1.ValidatingAdmissionPolicy{}, &admissionv1.ValidatingAdmissionPolicyList{}),
		admissionResource("validatingadmissionpolicybindings", "validatingadmissionpolicybinding", false,
			&admissionv1.ValidatingAdmissionPolicyBinding{}, &admissionv1.ValidatingAdmissionPolicyBindingList{}),
		admissionResource("validatingwebhookconfigurations", "validatingwebhookconfiguration", false,
			&admissionv1.ValidatingWebhookConfiguration{}, &admissionv1.ValidatingWebhookConfigurationList{}),
		admissionResource("mutatingwebhookconfigurations", "mutatingwebhookconfiguration", false,
			&admissionv1.MutatingWebhookConfiguration{}, &admissionv1.MutatingWebhookConfigurationList{}),
	}
)

func admissionResource(plural, singular string, hasStatus bool, object, list runtime.Object) resource {
	return resource{GroupVersion: admissionv1.SchemeGroupVersion, plural: plural, singular: singular,
		categories: []string{"api-extensions"}, object: object, list: list, clusterScoped: true, hasStatus: hasStatus,
		hasGeneration: true, needsVersion: true}
}

func pathSegment(name string, prefix bool) []string {
	return path.ValidatePathSegmentName(name, prefix)
}

package main

import (
	"strings"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// registerDefaults fills what stock fills when a client leaves it out, as far as an operator or a user sees it.
func registerDefaults() {
	addDefaults(func(namespace *corev1.Namespace) {
		if namespace.Name != "" {
			if namespace.Labels == nil {
				namespace.Labels = map[string]string{}
			}
			namespace.Labels[corev1.LabelMetadataName] = namespace.Name
		}
	})
	addDefaults(func(secret *corev1.Secret) {
		setDefault(&secret.Type, corev1.SecretTypeOpaque)
		for key, value := range secret.StringData {
			if secret.Data == nil {
				secret.Data = map[string][]byte{}
			}
			secret.Data[key] = []byte(value)
		}
		secret.StringData = nil
	})
	addDefaults(func(service *corev1.Service) {
		setDefault(&service.Spec.Type, corev1.ServiceTypeClusterIP)
		setDefault(&service.Spec.SessionAffinity, corev1.ServiceAffinityNone)
		for i := range service.Spec.Ports {
			port := &service.Spec.Ports[i]
			setDefault(&port.Protocol, corev1.ProtocolTCP)
			setDefault(&port.TargetPort, intstr.FromInt32(port.Port))
		}
	})
	addDefaults(func(claim *corev1.PersistentVolumeClaim) {
		setPointer(&claim.Spec.VolumeMode, corev1.PersistentVolumeFilesystem)
	})
	addDefaults(func(pod *corev1.Pod) {
		defaultPodSpec(&pod.Spec)
		setDefault(&pod.Spec.RestartPolicy, corev1.RestartPolicyAlways)
	})
	addDefaults(defaultDeployment)
	addDefaults(func(policy *networkingv1.NetworkPolicy) {
		if len(policy.Spec.PolicyTypes) == 0 {
			policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
			if len(policy.Spec.Egress) > 0 {
				policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
			}
		}
	})
	addDefaults(func(binding *rbacv1.RoleBinding) { defaultBinding(&binding.RoleRef, binding.Subjects) })
	addDefaults(func(binding *rbacv1.ClusterRoleBinding) { defaultBinding(&binding.RoleRef, binding.Subjects) })
	registerAdmissionDefaults()
}

// setInitialStatus is the status of a new object: what stock writes before any controller sees it.
func setInitialStatus(object runtime.Object) {
	switch object := object.(type) {
	case *corev1.Namespace:
		object.Status.Phase = corev1.NamespaceActive
		object.Spec.Finalizers = []corev1.FinalizerName{corev1.FinalizerKubernetes}
	case *corev1.Pod:
		object.Status.Phase, object.Status.QOSClass = corev1.PodPending, corev1.PodQOSBestEffort
	case *corev1.PersistentVolumeClaim:
		object.Status.Phase = corev1.ClaimPending
	}
}

func defaultDeployment(deployment *appsv1.Deployment) {
	spec := &deployment.Spec
	setPointer(&spec.Replicas, 1)
	setPointer(&spec.RevisionHistoryLimit, 10)
	setPointer(&spec.ProgressDeadlineSeconds, 600)
	setDefault(&spec.Strategy.Type, appsv1.RollingUpdateDeploymentStrategyType)
	if spec.Strategy.Type == appsv1.RollingUpdateDeploymentStrategyType {
		setPointer(&spec.Strategy.RollingUpdate, appsv1.RollingUpdateDeployment{})
		setPointer(&spec.Strategy.RollingUpdate.MaxSurge, intstr.FromString("25%"))
		setPointer(&spec.Strategy.RollingUpdate.MaxUnavailable, intstr.FromString("25%"))
	}
	defaultPodSpec(&spec.Template.Spec)
	setDefault(&spec.Template.Spec.RestartPolicy, corev1.RestartPolicyAlways)
}

func defaultPodSpec(spec *corev1.PodSpec) {
	setDefault(&spec.DNSPolicy, corev1.DNSClusterFirst)
	setDefault(&spec.SchedulerName, corev1.DefaultSchedulerName)
	setPointer(&spec.TerminationGracePeriodSeconds, corev1.DefaultTerminationGracePeriodSeconds)
	setPointer(&spec.EnableServiceLinks, corev1.DefaultEnableServiceLinks)
	setPointer(&spec.SecurityContext, corev1.PodSecurityContext{})
	spec.DeprecatedServiceAccount = spec.ServiceAccountName
	for _, containers := range [][]corev1.Container{spec.InitContainers, spec.Containers} {
		for i := range containers {
			defaultContainer(&containers[i])
		}
	}
	for i := range spec.Volumes {
		if source := spec.Volumes[i].Secret; source != nil {
			setPointer(&source.DefaultMode, corev1.SecretVolumeSourceDefaultMode)
		}
		if source := spec.Volumes[i].ConfigMap; source != nil {
			setPointer(&source.DefaultMode, corev1.ConfigMapVolumeSourceDefaultMode)
		}
	}
}

func defaultContainer(container *corev1.Container) {
	setDefault(&container.TerminationMessagePath, corev1.TerminationMessagePathDefault)
	setDefault(&container.TerminationMessagePolicy, corev1.TerminationMessageReadFile)
	if name := container.Image[strings.LastIndex(container.Image, "/")+1:]; !strings.ContainsAny(name, ":@") || strings.HasSuffix(name, ":latest") {
		setDefault(&container.ImagePullPolicy, corev1.PullAlways)
	}
	setDefault(&container.ImagePullPolicy, corev1.PullIfNotPresent)
	for i := range container.Env {
		if from := container.Env[i].ValueFrom; from != nil && from.FieldRef != nil {
			setDefault(&from.FieldRef.APIVersion, "v1")
		}
	}
	for i := range container.Ports {
		setDefault(&container.Ports[i].Protocol, corev1.ProtocolTCP)
	}
	for name, limit := range container.Resources.Limits {
		if container.Resources.Requests == nil {
			container.Resources.Requests = corev1.ResourceList{}
		}
		if _, set := container.Resources.Requests[name]; !set {
			container.Resources.Requests[name] = limit
		}
	}
	for _, probe := range []*corev1.Probe{container.LivenessProbe, container.ReadinessProbe, container.StartupProbe} {
		if probe == nil {
			continue
		}
		setDefault(&probe.TimeoutSeconds, 1)
		setDefault(&probe.PeriodSeconds, 10)
		setDefault(&probe.SuccessThreshold, 1)
		setDefault(&probe.FailureThreshold, 3)
		if probe.HTTPGet != nil {
			setDefault(&probe.HTTPGet.Path, "/")
			setDefault(&probe.HTTPGet.Scheme, corev1.URISchemeHTTP)
		}
	}
}

func defaultBinding(role *rbacv1.RoleRef, subjects []rbacv1.Subject) {
	setDefault(&role.APIGroup, rbacv1.GroupName)
	for i := range subjects {
		if subjects[i].Kind != rbacv1.ServiceAccountKind {
			setDefault(&subjects[i].APIGroup, rbacv1.GroupName)
		}
	}
}

// registerAdmissionDefaults matters more than it looks: to the admission machinery a nil selector matches nothing.
func registerAdmissionDefaults() {
	addDefaults(func(policy *admissionv1.ValidatingAdmissionPolicy) {
		setPointer(&policy.Spec.FailurePolicy, admissionv1.Fail)
		defaultMatch(policy.Spec.MatchConstraints)
	})
	addDefaults(func(binding *admissionv1.ValidatingAdmissionPolicyBinding) { defaultMatch(binding.Spec.MatchResources) })
	addDefaults(func(configuration *admissionv1.ValidatingWebhookConfiguration) {
		for i := range configuration.Webhooks {
			hook := &configuration.Webhooks[i]
			defaultWebhook(&hook.FailurePolicy, &hook.MatchPolicy, &hook.NamespaceSelector, &hook.ObjectSelector, &hook.TimeoutSeconds)
			defaultRules(hook.Rules)
			defaultServiceReference(hook.ClientConfig.Service)
		}
	})
	addDefaults(func(configuration *admissionv1.MutatingWebhookConfiguration) {
		for i := range configuration.Webhooks {
			hook := &configuration.Webhooks[i]
			defaultWebhook(&hook.FailurePolicy, &hook.MatchPolicy, &hook.NamespaceSelector, &hook.ObjectSelector, &hook.TimeoutSeconds)
			setPointer(&hook.ReinvocationPolicy, admissionv1.NeverReinvocationPolicy)
			defaultRules(hook.Rules)
			defaultServiceReference(hook.ClientConfig.Service)
		}
	})
}

func defaultMatch(match *admissionv1.MatchResources) {
	if match == nil {
		return
	}
	setPointer(&match.MatchPolicy, admissionv1.Equivalent)
	setPointer(&match.NamespaceSelector, metav1.LabelSelector{})
	setPointer(&match.ObjectSelector, metav1.LabelSelector{})
	for _, rules := range [][]admissionv1.NamedRuleWithOperations{match.ResourceRules, match.ExcludeResourceRules} {
		for i := range rules {
			setPointer(&rules[i].Scope, admissionv1.AllScopes)
		}
	}
}

func defaultWebhook(failure **admissionv1.FailurePolicyType, match **admissionv1.MatchPolicyType, namespaces, objects **metav1.LabelSelector, timeout **int32) {
	setPointer(failure, admissionv1.Fail)
	setPointer(match, admissionv1.Equivalent)
	setPointer(namespaces, metav1.LabelSelector{})
	setPointer(objects, metav1.LabelSelector{})
	setPointer(timeout, 10)
}

func defaultRules(rules []admissionv1.RuleWithOperations) {
	for i := range rules {
		setPointer(&rules[i].Scope, admissionv1.AllScopes)
	}
}

func defaultServiceReference(service *admissionv1.ServiceReference) {
	if service != nil {
		setPointer(&service.Port, 443)
	}
}

func addDefaults[T any, P interface {
	*T
	runtime.Object
}](fill func(P)) {
	scheme.AddTypeDefaultingFunc(P(new(T)), func(object any) { fill(object.(P)) })
}

func setDefault[T comparable](field *T, value T) {
	if *field == *new(T) {
		*field = value
	}
}

func setPointer[T any](field **T, value T) {
	if *field == nil {
		*field = &value
	}
}

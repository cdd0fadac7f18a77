package main

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
)

// Only the rules an operator can break by mistake are here; stock has many more for pods and services.
func validate(ctx context.Context, object runtime.Object) field.ErrorList {
	switch object := object.(type) {
	case *corev1.Event:
		return validateEvent(object, isNewEventsAPI(ctx) && object.ResourceVersion == "") // an update has a version
	case *coordinationv1.Lease:
		return validateLease(&object.Spec)
	case *rbacv1.Role:
		return validateRules(object.Rules)
	case *rbacv1.ClusterRole:
		return validateRules(object.Rules)
	case *rbacv1.RoleBinding:
		return validateRoleRef(object.RoleRef, "ClusterRole", "Role")
	case *rbacv1.ClusterRoleBinding:
		return validateRoleRef(object.RoleRef, "ClusterRole")
	case *corev1.Pod:
		if len(object.Spec.Containers) == 0 {
			return field.ErrorList{field.Required(field.NewPath("spec", "containers"), "")}
		}
	}
	return nil
}

func validateUpdate(ctx context.Context, object, old runtime.Object) field.ErrorList {
	switch object := object.(type) {
	case *corev1.Event:
		if isNewEventsAPI(ctx) {
			return validateEventUpdate(object, old.(*corev1.Event))
		}
	case *rbacv1.RoleBinding:
		return immutable(object.RoleRef, old.(*rbacv1.RoleBinding).RoleRef, "roleRef")
	case *rbacv1.ClusterRoleBinding:
		return immutable(object.RoleRef, old.(*rbacv1.ClusterRoleBinding).RoleRef, "roleRef")
	case *corev1.Secret:
		return immutable(object.Type, old.(*corev1.Secret).Type, "type")
	}
	return nil
}

func validateLease(spec *coordinationv1.LeaseSpec) (errors field.ErrorList) {
	path := field.NewPath("spec")
	if seconds := spec.LeaseDurationSeconds; seconds != nil && *seconds <= 0 {
		errors = append(errors, field.Invalid(path.Child("leaseDurationSeconds"), *seconds, "must be greater than 0"))
	}
	if count := spec.LeaseTransitions; count != nil && *count < 0 {
		errors = append(errors, field.Invalid(path.Child("leaseTransitions"), *count, "must be greater than or equal to 0"))
	}
	return errors
}

func validateRules(rules []rbacv1.PolicyRule) (errors field.ErrorList) {
	for i, rule := range rules {
		if len(rule.Verbs) == 0 {
			errors = append(errors, field.Required(field.NewPath("rules").Index(i).Child("verbs"), "verbs must contain at least one value"))
		}
	}
	return errors
}

func validateRoleRef(ref rbacv1.RoleRef, kinds ...string) (errors field.ErrorList) {
	path := field.NewPath("roleRef")
	if ref.APIGroup != rbacv1.GroupName {
		errors = append(errors, field.NotSupported(path.Child("apiGroup"), ref.APIGroup, []string{rbacv1.GroupName}))
	}
	if !slices.Contains(kinds, ref.Kind) {
		errors = append(errors, field.NotSupported(path.Child("kind"), ref.Kind, kinds))
	}
	if ref.Name == "" {
		errors = append(errors, field.Required(path.Child("name"), ""))
	}
	return errors
}

// validateEvent knows two kinds of events, told apart by eventTime: the old ones belong next to their object, the new
// ones say who reports what. events.k8s.io takes only new ones, without the fields of the old.
func validateEvent(event *corev1.Event, strict bool) (errors field.ErrorList) {
	isNew, home := !event.EventTime.IsZero(), event.InvolvedObject.Namespace
	misplaced := !isNew && home != event.Namespace
	if home == "" { // what has no namespace is reported in one of these
		misplaced = event.Namespace != corev1.NamespaceDefault && !(isNew && event.Namespace == metav1.NamespaceSystem)
	}
	if misplaced {
		errors = append(errors, field.Invalid(field.NewPath("involvedObject", "namespace"), home, "does not match event.namespace"))
	}
	if isNew {
		errors = append(errors, validateNewEvent(event)...)
	}
	if !strict {
		return errors
	}
	if !isNew {
		errors = append(errors, field.Required(field.NewPath("eventTime"), ""))
	}
	if event.Type != corev1.EventTypeNormal && event.Type != corev1.EventTypeWarning {
		errors = append(errors, field.Invalid(field.NewPath("type"), "", "has invalid value: "+event.Type))
	}
	for name, set := range map[string]bool{
		"firstTimestamp": !event.FirstTimestamp.IsZero(), "lastTimestamp": !event.LastTimestamp.IsZero(),
		"count": event.Count != 0, "source": event.Source != corev1.EventSource{},
	} {
		if set {
			errors = append(errors, field.Invalid(field.NewPath(name), "", "needs to be unset"))
		}
	}
	return append(errors, validateSeries(event.Series)...)
}

func validateNewEvent(event *corev1.Event) (errors field.ErrorList) {
	for _, problem := range validation.IsQualifiedName(event.ReportingController) {
		errors = append(errors, field.Invalid(field.NewPath("reportingController"), event.ReportingController, problem))
	}
	for _, text := range []struct {
		name, value string
		required    bool
		bytes       int
	}{
		{"reportingController", event.ReportingController, true, 1024}, {"reportingInstance", event.ReportingInstance, true, 128},
		{"action", event.Action, true, 128}, {"reason", event.Reason, true, 128}, {"message", event.Message, false, 1024},
	} {
		if text.required && text.value == "" {
			errors = append(errors, field.Required(field.NewPath(text.name), ""))
		}
		if len(text.value) > text.bytes {
			errors = append(errors, field.Invalid(field.NewPath(text.name), "", fmt.Sprintf("can have at most %d characters", text.bytes)))
		}
	}
	return errors
}

func validateSeries(series *corev1.EventSeries) (errors field.ErrorList) {
	if series != nil && series.Count < 2 {
		errors = append(errors, field.Invalid(field.NewPath("series.count"), "", "should be at least 2"))
	}
	if series != nil && series.LastObservedTime.IsZero() {
		errors = append(errors, field.Required(field.NewPath("series.lastObservedTime"), ""))
	}
	return errors
}

// validateEventUpdate lets an event of events.k8s.io change in its series only.
func validateEventUpdate(event, old *corev1.Event) field.ErrorList {
	type fixed struct {
		InvolvedObject                         corev1.ObjectReference
		Related                                *corev1.ObjectReference
		Reason, Message, Type, Action          string
		ReportingController, ReportingInstance string
		EventTime                              metav1.MicroTime
	}
	of := func(event *corev1.Event) fixed {
		return fixed{event.InvolvedObject, event.Related, event.Reason, event.Message, event.Type, event.Action,
			event.ReportingController, event.ReportingInstance, event.EventTime}
	}
	var errors field.ErrorList
	now, then := reflect.ValueOf(of(event)), reflect.ValueOf(of(old))
	for i := range now.NumField() {
		name := now.Type().Field(i).Name
		errors = append(errors, immutable(now.Field(i).Interface(), then.Field(i).Interface(), strings.ToLower(name[:1])+name[1:])...)
	}
	return errors
}

func isNewEventsAPI(ctx context.Context) bool {
	info, found := request.RequestInfoFrom(ctx)
	return found && info.APIGroup == eventsv1.GroupName
}

func immutable(value, old any, name string) field.ErrorList {
	return apivalidation.ValidateImmutableField(value, old, field.NewPath(name))
}

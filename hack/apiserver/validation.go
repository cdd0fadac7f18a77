package main

import (
	"context"
	"strings"
	"unicode/utf8"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
)

// Only the rules an operator can break by mistake are here; stock has many more for pods and services.
func validate(ctx context.Context, object runtime.Object) field.ErrorList {
	switch object := object.(type) {
	case *corev1.Event:
		return validateEvent(object, isNewEventsAPI(ctx))
	case *coordinationv1.Lease:
		return validateLease(&object.Spec)
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

func validateRoleRef(ref rbacv1.RoleRef, kinds ...string) (errors field.ErrorList) {
	path := field.NewPath("roleRef")
	if ref.APIGroup != rbacv1.GroupName {
		errors = append(errors, field.NotSupported(path.Child("apiGroup"), ref.APIGroup, []string{rbacv1.GroupName}))
	}
	if !strings.Contains(strings.Join(kinds, " "), ref.Kind) || ref.Kind == "" {
		errors = append(errors, field.NotSupported(path.Child("kind"), ref.Kind, kinds))
	}
	if ref.Name == "" {
		errors = append(errors, field.Required(path.Child("name"), ""))
	}
	return errors
}

// validateEvent is strict for events.k8s.io and lenient for the core group, as stock is.
func validateEvent(event *corev1.Event, strict bool) (errors field.ErrorList) {
	home := event.InvolvedObject.Namespace
	if home != event.Namespace && !(home == "" && event.Namespace == corev1.NamespaceDefault) {
		errors = append(errors, field.Invalid(field.NewPath("involvedObject", "namespace"), home, "does not match event.namespace"))
	}
	if !strict {
		return errors
	}
	if event.EventTime.IsZero() {
		errors = append(errors, field.Required(field.NewPath("eventTime"), ""))
	}
	if event.Type != corev1.EventTypeNormal && event.Type != corev1.EventTypeWarning {
		errors = append(errors, field.Invalid(field.NewPath("type"), "", "has invalid value: "+event.Type))
	}
	for _, problem := range validation.IsQualifiedName(event.ReportingController) {
		errors = append(errors, field.Invalid(field.NewPath("reportingController"), event.ReportingController, problem))
	}
	for _, text := range []struct {
		name, value string
		limit       int
	}{
		{"reportingController", event.ReportingController, 0}, {"reportingInstance", event.ReportingInstance, 128},
		{"action", event.Action, 128}, {"reason", event.Reason, 128},
	} {
		switch {
		case text.value == "":
			errors = append(errors, field.Required(field.NewPath(text.name), ""))
		case text.limit > 0 && utf8.RuneCountInString(text.value) > text.limit:
			errors = append(errors, field.Invalid(field.NewPath(text.name), "", "can have at most 128 characters"))
		}
	}
	if utf8.RuneCountInString(event.Message) > 1024 {
		errors = append(errors, field.Invalid(field.NewPath("message"), "", "can have at most 1024 characters"))
	}
	if event.Count != 0 {
		errors = append(errors, field.Invalid(field.NewPath("count"), "", "needs to be unset"))
	}
	if !event.FirstTimestamp.IsZero() || !event.LastTimestamp.IsZero() {
		errors = append(errors, field.Invalid(field.NewPath("firstTimestamp"), "", "needs to be unset"))
	}
	return errors
}

func validateEventUpdate(event, old *corev1.Event) (errors field.ErrorList) {
	errors = append(errors, immutable(event.InvolvedObject, old.InvolvedObject, "involvedObject")...)
	errors = append(errors, immutable(event.Reason, old.Reason, "reason")...)
	errors = append(errors, immutable(event.Message, old.Message, "message")...)
	errors = append(errors, immutable(event.Type, old.Type, "type")...)
	errors = append(errors, immutable(event.Action, old.Action, "action")...)
	return append(errors, immutable(event.ReportingController, old.ReportingController, "reportingController")...)
}

func isNewEventsAPI(ctx context.Context) bool {
	info, found := request.RequestInfoFrom(ctx)
	return found && info.APIGroup == eventsv1.GroupName
}

func immutable(value, old any, name string) field.ErrorList {
	return apivalidation.ValidateImmutableField(value, old, field.NewPath(name))
}

package main

import (
	"reflect"

	admissionv1 "k8s.io/api/admissionregistration/v1"
	appsv1 "k8s.io/api/apps/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/conversion"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// The generic API server wants an internal ("hub") version of every type. Kubernetes' own are not packaged, so the
// versioned type is registered as its own hub: no conversion ever has work to do.
var (
	scheme = runtime.NewScheme()
	codecs = serializer.NewCodecFactory(scheme)

	servedVersions = []schema.GroupVersion{
		corev1.SchemeGroupVersion, eventsv1.SchemeGroupVersion, appsv1.SchemeGroupVersion,
		coordinationv1.SchemeGroupVersion, networkingv1.SchemeGroupVersion, policyv1.SchemeGroupVersion,
		rbacv1.SchemeGroupVersion, admissionv1.SchemeGroupVersion, authenticationv1.SchemeGroupVersion,
		authorizationv1.SchemeGroupVersion,
	}
)

func init() {
	for _, add := range []func(*runtime.Scheme) error{
		corev1.AddToScheme, eventsv1.AddToScheme, appsv1.AddToScheme, coordinationv1.AddToScheme,
		networkingv1.AddToScheme, policyv1.AddToScheme, rbacv1.AddToScheme, admissionv1.AddToScheme, authenticationv1.AddToScheme,
		authorizationv1.AddToScheme,
	} {
		utilruntime.Must(add(scheme))
	}
	for _, version := range servedVersions {
		if version != eventsv1.SchemeGroupVersion {
			registerHubs(version)
		}
	}
	registerEventHub()
	registerDefaults()
	registerFieldLabels()
}

func registerHubs(version schema.GroupVersion) {
	hub := schema.GroupVersion{Group: version.Group, Version: runtime.APIVersionInternal}
	for kind, goType := range scheme.KnownTypes(version) {
		object, ok := reflect.New(goType).Interface().(runtime.Object)
		if !ok || goType.PkgPath() == metaPackage {
			continue
		}
		scheme.AddKnownTypeWithName(hub.WithKind(kind), object)
		// Admission converts between the hub and the requested version by function, even when both are one type.
		utilruntime.Must(scheme.AddConversionFunc(object, object, func(from, to any, _ conversion.Scope) error {
			reflect.ValueOf(to).Elem().Set(reflect.ValueOf(from).Elem())
			return nil
		}))
	}
}

// The shared option types (ListOptions, WatchEvent, ...) register their own hubs.
const metaPackage = "k8s.io/apimachinery/pkg/apis/meta/v1"

// storageCodec reads and writes etcd. A decoded hub object must not carry its kind: items of a list have none.
func storageCodec() runtime.Codec {
	return kindlessCodec{codecs.LegacyCodec(servedVersions...)}
}

type kindlessCodec struct{ runtime.Codec }

func (c kindlessCodec) Decode(data []byte, defaults *schema.GroupVersionKind, into runtime.Object) (runtime.Object, *schema.GroupVersionKind, error) {
	object, kind, err := c.Codec.Decode(data, defaults, into)
	if err == nil {
		object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	}
	return object, kind, err
}

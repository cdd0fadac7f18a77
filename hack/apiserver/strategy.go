package main

import (
	"context"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/storage/names"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// strategy is what a write may change, for every built-in type alike: status belongs to its subresource, generation
// follows everything that is neither metadata nor status.
type strategy struct {
	resource
	runtime.ObjectTyper
	names.NameGenerator
}

func newStrategy(r resource) strategy {
	if r.validName == nil {
		r.validName = validation.NameIsDNSSubdomain
	}
	return strategy{r, scheme, names.SimpleNameGenerator}
}

func (s strategy) NamespaceScoped() bool          { return !s.clusterScoped }
func (s strategy) AllowCreateOnUpdate() bool      { return s.createOnUpdate }
func (s strategy) AllowUnconditionalUpdate() bool { return !s.needsVersion }

func (s strategy) PrepareForCreate(_ context.Context, object runtime.Object) {
	if s.hasStatus {
		status(object).SetZero()
		setInitialStatus(object)
	}
	if s.hasGeneration {
		accessor(object).SetGeneration(1)
	}
}

func (s strategy) PrepareForUpdate(_ context.Context, object, old runtime.Object) {
	kindless(object, old)
	if namespace, is := object.(*corev1.Namespace); is {
		namespace.Spec = old.(*corev1.Namespace).Spec // finalizers leave through /finalize only
	}
	if s.hasStatus {
		status(object).Set(status(old))
	}
	if s.hasGeneration {
		accessor(object).SetGeneration(accessor(old).GetGeneration())
		if !equality.Semantic.DeepEqual(withoutMetadata(object), withoutMetadata(old)) {
			accessor(object).SetGeneration(accessor(old).GetGeneration() + 1)
		}
	}
}

func (s strategy) Validate(ctx context.Context, object runtime.Object) field.ErrorList {
	errors := validation.ValidateObjectMetaAccessor(accessor(object), !s.clusterScoped, s.validName, field.NewPath("metadata"))
	return append(errors, validate(ctx, object)...)
}

func (s strategy) ValidateUpdate(ctx context.Context, object, old runtime.Object) field.ErrorList {
	errors := validation.ValidateObjectMetaAccessorUpdate(accessor(object), accessor(old), field.NewPath("metadata"))
	return append(append(errors, validate(ctx, object)...), validateUpdate(ctx, object, old)...)
}

func (strategy) Canonicalize(runtime.Object)                               {}
func (strategy) WarningsOnCreate(context.Context, runtime.Object) []string { return nil }
func (strategy) WarningsOnUpdate(context.Context, runtime.Object, runtime.Object) []string {
	return nil
}

// GetResetFields keeps server-side apply from recording ownership of what this strategy throws away.
func (s strategy) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	if !s.hasStatus {
		return nil
	}
	return s.resetting("status")
}

func (s strategy) resetting(name string) map[fieldpath.APIVersion]*fieldpath.Set {
	return map[fieldpath.APIVersion]*fieldpath.Set{
		fieldpath.APIVersion(s.GroupVersion.String()): fieldpath.NewSet(fieldpath.MakePathOrDie(name)),
	}
}

// statusStrategy is the other half: only status (and the bookkeeping of who wrote it) changes.
type statusStrategy struct{ strategy }

func (s statusStrategy) PrepareForUpdate(_ context.Context, object, old runtime.Object) {
	written, managers := status(object).Interface(), accessor(object).GetManagedFields()
	version := accessor(object).GetResourceVersion()
	reflect.ValueOf(object).Elem().Set(reflect.ValueOf(old.DeepCopyObject()).Elem())
	status(object).Set(reflect.ValueOf(written))
	accessor(object).SetManagedFields(managers)
	accessor(object).SetResourceVersion(version)
	kindless(object, old)
}

func (s statusStrategy) ValidateUpdate(_ context.Context, object, old runtime.Object) field.ErrorList {
	return validation.ValidateObjectMetaAccessorUpdate(accessor(object), accessor(old), field.NewPath("metadata"))
}

func (s statusStrategy) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return s.resetting("spec")
}

// kindless undoes what converting for a patch leaves behind: with the type as its own hub the kind is set in place, and
// an apply that changes nothing would look like a change.
func kindless(objects ...runtime.Object) {
	for _, object := range objects {
		object.GetObjectKind().SetGroupVersionKind(schema.GroupVersionKind{})
	}
}

func accessor(object runtime.Object) metav1.Object {
	found, err := meta.Accessor(object)
	if err != nil {
		panic(err) // every type in the table has metadata
	}
	return found
}

func status(object runtime.Object) reflect.Value {
	return reflect.ValueOf(object).Elem().FieldByName("Status")
}

func withoutMetadata(object runtime.Object) runtime.Object {
	bare := object.DeepCopyObject()
	value := reflect.ValueOf(bare).Elem()
	for _, name := range []string{"TypeMeta", "ObjectMeta", "Status"} {
		if found := value.FieldByName(name); found.IsValid() {
			found.SetZero()
		}
	}
	return bare
}

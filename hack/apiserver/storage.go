package main

import (
	"context"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
)

// store is a resource in etcd together with the names kubectl knows it by.
type store struct {
	*registry.Store
	resource
}

func (s store) ShortNames() []string { return s.shortNames }
func (s store) Categories() []string { return s.categories }

func newStore(r resource, options generic.RESTOptionsGetter) (store, error) {
	rules := newStrategy(r)
	backing := &registry.Store{
		NewFunc:                   func() runtime.Object { return emptied(r.object) },
		NewListFunc:               func() runtime.Object { return emptied(r.list) },
		DefaultQualifiedResource:  r.WithResource(r.plural).GroupResource(),
		SingularQualifiedResource: r.WithResource(r.singular).GroupResource(),
		CreateStrategy:            rules,
		UpdateStrategy:            rules,
		DeleteStrategy:            rules,
		ResetFieldsStrategy:       rules,
		TableConvertor:            newTable(r.WithResource(r.plural).GroupResource()),
	}
	switch r.object.(type) {
	case *corev1.Event:
		backing.TTLFunc = func(runtime.Object, uint64, bool) (uint64, error) { return eventSeconds, nil }
	case *corev1.Pod:
		backing.DeleteStrategy = podDeletion{rules}
	}
	err := backing.CompleteWithOptions(&generic.StoreOptions{RESTOptions: options, AttrFunc: attributes(r)})
	return store{backing, r}, err
}

// Events expire as stock's --event-ttl has it by default.
const eventSeconds = 60 * 60

// podDeletion leaves a Pod that runs on a node to its kubelet, which ends it with a second delete.
type podDeletion struct{ strategy }

func (podDeletion) CheckGracefulDelete(_ context.Context, object runtime.Object, options *metav1.DeleteOptions) bool {
	pod := object.(*corev1.Pod)
	period := int64(corev1.DefaultTerminationGracePeriodSeconds)
	switch {
	case pod.Spec.NodeName == "" || pod.Status.Phase == corev1.PodFailed || pod.Status.Phase == corev1.PodSucceeded:
		period = 0
	case options.GracePeriodSeconds != nil:
		period = *options.GracePeriodSeconds
	case pod.Spec.TerminationGracePeriodSeconds != nil:
		period = *pod.Spec.TerminationGracePeriodSeconds
	}
	options.GracePeriodSeconds = &period
	return true
}

// statusStore is the /status subresource of a store.
type statusStore struct {
	store *registry.Store
}

func newStatusStore(of store) statusStore {
	rules := statusStrategy{newStrategy(of.resource)}
	copied := *of.Store
	copied.UpdateStrategy, copied.ResetFieldsStrategy = rules, rules
	return statusStore{&copied}
}

func (s statusStore) New() runtime.Object { return s.store.New() }
func (s statusStore) Destroy()            {} // the main store owns the connection

func (s statusStore) Get(ctx context.Context, name string, options *metav1.GetOptions) (runtime.Object, error) {
	return s.store.Get(ctx, name, options)
}

func (s statusStore) Update(ctx context.Context, name string, object rest.UpdatedObjectInfo, createValidation rest.ValidateObjectFunc, updateValidation rest.ValidateObjectUpdateFunc, _ bool, options *metav1.UpdateOptions) (runtime.Object, bool, error) {
	return s.store.Update(ctx, name, object, createValidation, updateValidation, false, options)
}

func (s statusStore) GetResetFields() map[fieldpath.APIVersion]*fieldpath.Set {
	return s.store.GetResetFields()
}

func (s statusStore) ConvertToTable(ctx context.Context, object, options runtime.Object) (*metav1.Table, error) {
	return s.store.ConvertToTable(ctx, object, options)
}

func emptied(object runtime.Object) runtime.Object {
	return reflect.New(reflect.TypeOf(object).Elem()).Interface().(runtime.Object)
}

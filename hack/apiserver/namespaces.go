package main

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/util/dryrun"
)

// namespaceStore deletes in two steps: Terminating first, gone once the namespace controller has emptied it.
type namespaceStore struct{ store }

func newNamespaceStore(options generic.RESTOptionsGetter) (namespaceStore, error) {
	plain, err := newStore(namespaces, options)
	plain.Store.ShouldDeleteDuringUpdate = func(_ context.Context, _ string, object, _ runtime.Object) bool {
		return len(object.(*corev1.Namespace).Spec.Finalizers) == 0
	}
	return namespaceStore{plain}, err
}

func (s namespaceStore) Delete(ctx context.Context, name string, validate rest.ValidateObjectFunc, options *metav1.DeleteOptions) (runtime.Object, bool, error) {
	found, err := s.Get(ctx, name, &metav1.GetOptions{})
	if err != nil {
		return nil, false, err
	}
	if len(found.(*corev1.Namespace).Spec.Finalizers) == 0 {
		return s.Store.Delete(ctx, name, validate, options)
	}
	key, err := s.KeyFunc(ctx, name)
	if err != nil {
		return nil, false, err
	}
	preconditions := storage.Preconditions{}
	if options.Preconditions != nil {
		preconditions = storage.Preconditions{UID: options.Preconditions.UID, ResourceVersion: options.Preconditions.ResourceVersion}
	}
	out := s.New()
	err = s.Storage.GuaranteedUpdate(ctx, key, out, false, &preconditions, storage.SimpleUpdate(func(existing runtime.Object) (runtime.Object, error) {
		if err := validate(ctx, existing); err != nil {
			return nil, err
		}
		namespace := existing.(*corev1.Namespace)
		if namespace.DeletionTimestamp == nil {
			now := metav1.Now()
			namespace.DeletionTimestamp = &now
		}
		namespace.Status.Phase = corev1.NamespaceTerminating
		return namespace, nil
	}), dryrun.IsDryRun(options.DryRun), nil)
	return out, false, err
}

// DeleteCollection hides the embedded one by its signature: stock does not offer it for namespaces either.
func (namespaceStore) DeleteCollection() {}

// finalizeStore is namespaces/finalize: the only way to take a name off spec.finalizers.
type finalizeStore struct{ statusStore }

func newFinalizeStore(of namespaceStore) finalizeStore {
	sub := newStatusStore(of.store)
	sub.store.UpdateStrategy = finalizeStrategy{newStrategy(namespaces)}
	return finalizeStore{sub}
}

type finalizeStrategy struct{ strategy }

func (finalizeStrategy) PrepareForUpdate(_ context.Context, object, old runtime.Object) {
	object.(*corev1.Namespace).Status = old.(*corev1.Namespace).Status
}

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
	"k8s.io/klog/v2"
)

// namespaceController empties and releases Terminating namespaces. On a cluster that is kube-controller-manager's job;
// without it `kubectl delete namespace` would never end.
type namespaceController struct {
	client  kubernetes.Interface
	objects metadata.Interface
	queue   workqueue.TypedRateLimitingInterface[string]
}

func newNamespaceController(client kubernetes.Interface, objects metadata.Interface, shared informers.SharedInformerFactory) *namespaceController {
	retry := workqueue.NewTypedItemExponentialFailureRateLimiter[string](50*time.Millisecond, 2*time.Second)
	controller := &namespaceController{client, objects, workqueue.NewTypedRateLimitingQueue(retry)}
	enqueue := func(object any) {
		if namespace := object.(*corev1.Namespace); namespace.DeletionTimestamp != nil {
			controller.queue.Add(namespace.Name)
		}
	}
	_, err := shared.Core().V1().Namespaces().Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    enqueue,
		UpdateFunc: func(_, object any) { enqueue(object) },
	})
	if err != nil {
		panic(err) // only a stopped informer refuses handlers
	}
	return controller
}

func (c *namespaceController) run(ctx context.Context) {
	context.AfterFunc(ctx, c.queue.ShutDown)
	for {
		name, done := c.queue.Get()
		if done {
			return
		}
		if err := c.finalize(ctx, name); err != nil {
			klog.V(2).InfoS("Namespace is not empty yet", "namespace", name, "reason", err)
			c.queue.AddRateLimited(name)
		} else {
			c.queue.Forget(name)
		}
		c.queue.Done(name)
	}
}

func (c *namespaceController) finalize(ctx context.Context, name string) error {
	namespace, err := c.client.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) || (err == nil && namespace.DeletionTimestamp == nil) {
		return nil
	}
	if err == nil {
		err = c.empty(ctx, name)
	}
	if err != nil {
		return err
	}
	namespace.Spec.Finalizers = nil
	_, err = c.client.CoreV1().Namespaces().Finalize(ctx, namespace, metav1.UpdateOptions{})
	return err
}

// empty asks for the deletion of everything inside and fails for as long as something is left.
func (c *namespaceController) empty(ctx context.Context, name string) error {
	lists, err := c.client.Discovery().ServerPreferredNamespacedResources()
	if err != nil && len(lists) == 0 {
		return err
	}
	failures := []error{err}
	for _, list := range discovery.FilteredBy(discovery.SupportsAllVerbs{Verbs: []string{"deletecollection", "list"}}, lists) {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			return err
		}
		for _, found := range list.APIResources {
			failures = append(failures, c.emptyOf(ctx, version.WithResource(found.Name), name))
		}
	}
	return errors.Join(failures...)
}

func (c *namespaceController) emptyOf(ctx context.Context, kind schema.GroupVersionResource, name string) error {
	inside := c.objects.Resource(kind).Namespace(name)
	left, err := inside.List(ctx, metav1.ListOptions{})
	if err != nil || len(left.Items) == 0 {
		return ignoreGone(err)
	}
	err = inside.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{})
	if ignoreGone(err) != nil {
		return err
	}
	left, err = inside.List(ctx, metav1.ListOptions{})
	if err != nil || len(left.Items) == 0 {
		return ignoreGone(err)
	}
	finalizers := sets.New[string]()
	for i := range left.Items {
		finalizers.Insert(left.Items[i].Finalizers...)
	}
	return fmt.Errorf("%d %s left, finalizers %v", len(left.Items), kind.GroupResource(), sets.List(finalizers))
}

// A CRD may go away while its objects do.
func ignoreGone(err error) error {
	if apierrors.IsNotFound(err) || apierrors.IsMethodNotSupported(err) {
		return nil
	}
	return err
}

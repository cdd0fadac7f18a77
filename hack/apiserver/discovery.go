package main

import (
	"cmp"
	"slices"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	crdinformers "k8s.io/apiextensions-apiserver/pkg/client/informers/externalversions/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/apiserver/pkg/endpoints/discovery"
	"k8s.io/apiserver/pkg/endpoints/discovery/aggregated"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/client-go/tools/cache"
)

// serveGroupList answers /apis. On a cluster the aggregator does that, and the extension server leaves it out.
func serveGroupList(server *genericapiserver.GenericAPIServer) {
	groups := aggregated.WrapAggregatedDiscoveryToHandler(server.DiscoveryGroupManager, server.AggregatedDiscoveryGroupManager, nil)
	server.Handler.GoRestfulContainer.Add(groups.GenerateWebService("/apis", metav1.APIGroupList{}))
}

// groupFeed adds the groups of CRDs to the unaggregated /apis; the extension server itself feeds only the aggregated one.
type groupFeed struct {
	crds   crdinformers.CustomResourceDefinitionInformer
	groups discovery.GroupManager
}

func feedGroups(crds crdinformers.CustomResourceDefinitionInformer, groups discovery.GroupManager) error {
	feed := groupFeed{crds, groups}
	_, err := crds.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    feed.refresh,
		UpdateFunc: func(_, object any) { feed.refresh(object) },
		DeleteFunc: feed.refresh,
	})
	return err
}

func (f groupFeed) refresh(object any) {
	if last, is := object.(cache.DeletedFinalStateUnknown); is {
		object = last.Obj
	}
	group := object.(*apiextensionsv1.CustomResourceDefinition).Spec.Group
	served := sets.New[string]()
	crds, _ := f.crds.Lister().List(labels.Everything()) // a lister over an index cannot fail
	for _, crd := range crds {
		for _, version := range crd.Spec.Versions {
			if crd.Spec.Group == group && version.Served && established(crd) {
				served.Insert(version.Name)
			}
		}
	}
	if served.Len() == 0 {
		f.groups.RemoveGroup(group)
		return
	}
	versions := slices.SortedFunc(slices.Values(served.UnsortedList()), func(a, b string) int {
		return cmp.Compare(0, version.CompareKubeAwareVersionStrings(a, b))
	})
	listed := metav1.APIGroup{Name: group}
	for _, name := range versions {
		listed.Versions = append(listed.Versions, metav1.GroupVersionForDiscovery{GroupVersion: group + "/" + name, Version: name})
	}
	listed.PreferredVersion = listed.Versions[0]
	f.groups.AddGroup(listed)
}

func established(crd *apiextensionsv1.CustomResourceDefinition) bool {
	return slices.ContainsFunc(crd.Status.Conditions, func(condition apiextensionsv1.CustomResourceDefinitionCondition) bool {
		return condition.Type == apiextensionsv1.Established && condition.Status == apiextensionsv1.ConditionTrue
	})
}

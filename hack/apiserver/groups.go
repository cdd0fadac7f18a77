package main

import (
	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/registry/generic"
	"k8s.io/apiserver/pkg/registry/rest"
	genericapiserver "k8s.io/apiserver/pkg/server"

	extensiondefinitions "k8s.io/apiextensions-apiserver/pkg/generated/openapi"
	"k8s.io/kube-openapi/pkg/common"

	generated "compute-operator/generated/openapi"
)

// groupStorage is what is served: group and version, then resource path.
type groupStorage map[schema.GroupVersion]map[string]rest.Storage

func (g groupStorage) add(version schema.GroupVersion, path string, storage rest.Storage) {
	if g[version] == nil {
		g[version] = map[string]rest.Storage{}
	}
	g[version][path] = storage
}

func (g groupStorage) addStore(of store) {
	g.add(of.GroupVersion, of.plural, of)
	if of.hasStatus {
		g.add(of.GroupVersion, of.plural+"/status", newStatusStore(of))
	}
}

func installBuiltIns(server *genericapiserver.GenericAPIServer, config *genericapiserver.RecommendedConfig, options generic.RESTOptionsGetter, tokens authenticator.Token) error {
	groups := groupStorage{
		authenticationv1.SchemeGroupVersion: authenticationReviews(tokens),
		authorizationv1.SchemeGroupVersion:  authorizationReviews(config.Authorization.Authorizer, config.RuleResolver),
	}
	namespaces, err := newNamespaceStore(options)
	if err != nil {
		return err
	}
	groups.addStore(namespaces.store)
	groups.add(namespaces.GroupVersion, namespaces.plural, namespaces)
	groups.add(namespaces.GroupVersion, namespaces.plural+"/finalize", newFinalizeStore(namespaces))

	recorded, err := newStore(events, options)
	if err != nil {
		return err
	}
	groups.add(corev1.SchemeGroupVersion, events.plural, recorded)
	groups.add(eventsv1.SchemeGroupVersion, events.plural, recorded)

	for _, plain := range plainResources {
		stored, err := newStore(plain, options)
		if err != nil {
			return err
		}
		if plain.GroupVersion == rbacv1.SchemeGroupVersion {
			guardEscalation(stored, config.RuleResolver.(rbac), config.Authorization.Authorizer)
		}
		groups.addStore(stored)
	}
	return groups.install(server)
}

func (g groupStorage) install(server *genericapiserver.GenericAPIServer) error {
	var named []*genericapiserver.APIGroupInfo
	for _, version := range servedVersions {
		info := genericapiserver.NewDefaultAPIGroupInfo(version.Group, scheme, metav1.ParameterCodec, codecs)
		info.VersionedResourcesStorageMap[version.Version] = g[version]
		if version.Group != corev1.GroupName {
			named = append(named, &info)
			continue
		}
		if err := server.InstallLegacyAPIGroup(genericapiserver.DefaultLegacyAPIPrefix, &info); err != nil {
			return err
		}
	}
	return server.InstallAPIGroups(named...)
}

// allDefinitions are the OpenAPI models: those of the extension server, and those the build generates from k8s.io/api.
func allDefinitions(reference common.ReferenceCallback) map[string]common.OpenAPIDefinition {
	all := generated.GetOpenAPIDefinitions(reference)
	for name, definition := range extensiondefinitions.GetOpenAPIDefinitions(reference) {
		all[name] = definition
	}
	return all
}

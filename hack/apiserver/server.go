package main

import (
	"context"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apiserver"
	extensionoptions "k8s.io/apiextensions-apiserver/pkg/cmd/server/options"
	webhookinit "k8s.io/apiserver/pkg/admission/plugin/webhook/initializer"
	genericfilters "k8s.io/apiserver/pkg/endpoints/filters"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	"k8s.io/apiserver/pkg/registry/generic"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/util/notfoundhandler"
	"k8s.io/apiserver/pkg/util/openapi"
	"k8s.io/apiserver/pkg/util/webhook"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/metadata"

	noopoteltrace "go.opentelemetry.io/otel/trace/noop"
)

// run serves until the context ends. One server answers for custom and built-in types: the extension server, with the
// built-in groups installed into it.
func run(ctx context.Context, chosen *options) error {
	config := genericapiserver.NewRecommendedConfig(apiextensions.Codecs)
	clients, err := configure(config, chosen)
	if err != nil {
		return err
	}
	tokens, err := chosen.access.applyTo(&config.Config, config.SharedInformerFactory)
	if err != nil {
		return err
	}
	services := webhook.NewDefaultServiceResolver()
	credentials := webhook.NewDefaultAuthenticationInfoResolverWrapper(nil, nil, config.LoopbackClientConfig, noopoteltrace.NewTracerProvider())
	err = chosen.admission.ApplyTo(&config.Config, config.SharedInformerFactory, clients.typed, clients.dynamic, config.FeatureGate,
		config.EffectiveVersion, webhookinit.NewPluginInitializer(credentials, services))
	if err != nil {
		return err
	}

	extension := &apiextensions.Config{GenericConfig: config, ExtraConfig: apiextensions.ExtraConfig{
		CRDRESTOptionsGetter: extensionoptions.NewCRDRESTOptionsGetter(*chosen.etcd, config.ResourceTransformers, config.StorageObjectCountTracker),
		MasterCount:          1,
		ServiceResolver:      services,
		AuthResolverWrapper:  credentials,
	}}
	notFound := notfoundhandler.New(config.Serializer, genericfilters.NoMuxAndDiscoveryIncompleteKey)
	served, err := extension.Complete().New(genericapiserver.NewEmptyDelegateWithCustomHandler(notFound))
	if err != nil {
		return err
	}
	server := served.GenericAPIServer
	if err := installBuiltIns(server, config, builtInOptions(chosen.etcd, config), tokens); err != nil {
		return err
	}
	serveGroupList(server)
	if err := feedGroups(served.Informers.Apiextensions().V1().CustomResourceDefinitions(), server.DiscoveryGroupManager); err != nil {
		return err
	}
	addHooks(server, config.SharedInformerFactory, clients)
	return server.PrepareRun().RunWithContext(ctx)
}

type clientSet struct {
	typed    kubernetes.Interface
	dynamic  dynamic.Interface
	metadata metadata.Interface
}

func configure(config *genericapiserver.RecommendedConfig, chosen *options) (clients clientSet, err error) {
	if err = chosen.run.ApplyTo(&config.Config); err != nil {
		return clients, err
	}
	if err = chosen.serving.ApplyToConfig(&config.Config); err != nil {
		return clients, err
	}
	etcd := *chosen.etcd
	etcd.StorageConfig.Codec = apiextensions.Codecs.LegacyCodec(apiextensionsv1.SchemeGroupVersion)
	if err = etcd.ApplyTo(&config.Config); err != nil {
		return clients, err
	}
	if err = chosen.audit.ApplyTo(&config.Config); err != nil {
		return clients, err
	}
	definitions := openapi.GetOpenAPIDefinitionsWithoutDisabledFeatures(allDefinitions)
	namer := openapinamer.NewDefinitionNamer(apiextensions.Scheme, scheme)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(definitions, namer)
	config.OpenAPIConfig.Info.Title = "Kubernetes"
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(definitions, namer)
	config.OpenAPIV3Config.Info.Title = "Kubernetes"
	config.MergedResourceConfig = apiextensions.DefaultAPIResourceConfigSource()

	if clients.typed, err = kubernetes.NewForConfig(config.LoopbackClientConfig); err != nil {
		return clients, err
	}
	if clients.dynamic, err = dynamic.NewForConfig(config.LoopbackClientConfig); err != nil {
		return clients, err
	}
	if clients.metadata, err = metadata.NewForConfig(config.LoopbackClientConfig); err != nil {
		return clients, err
	}
	config.SharedInformerFactory = informers.NewSharedInformerFactory(clients.typed, 10*time.Minute)
	return clients, chosen.features.ApplyTo(&config.Config, clients.typed, config.SharedInformerFactory)
}

func builtInOptions(chosen *genericoptions.EtcdOptions, config *genericapiserver.RecommendedConfig) generic.RESTOptionsGetter {
	etcd := *chosen
	etcd.StorageConfig.Codec = storageCodec()
	etcd.StorageConfig.StorageObjectCountTracker = config.StorageObjectCountTracker
	return etcd.CreateRESTOptionsGetter(&genericoptions.SimpleStorageFactory{StorageConfig: etcd.StorageConfig}, config.ResourceTransformers)
}

func addHooks(server *genericapiserver.GenericAPIServer, shared informers.SharedInformerFactory, clients clientSet) {
	controller := newNamespaceController(clients.typed, clients.metadata, shared)
	server.AddPostStartHookOrDie("bootstrap", func(hook genericapiserver.PostStartHookContext) error {
		return bootstrap(hook, clients.typed)
	})
	server.AddPostStartHookOrDie("start-namespace-controller", func(hook genericapiserver.PostStartHookContext) error {
		go controller.run(hook)
		return nil
	})
}

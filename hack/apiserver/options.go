package main

import (
	"net"
	"slices"

	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/util/errors"
	mutatingpolicy "k8s.io/apiserver/pkg/admission/plugin/policy/mutating"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/storage/storagebackend"
)

// options are kube-apiserver's flags as far as they mean something here; main ignores the others, so that whatever
// starts a kube-apiserver can start this.
type options struct {
	run       *genericoptions.ServerRunOptions
	etcd      *genericoptions.EtcdOptions
	serving   *genericoptions.SecureServingOptionsWithLoopback
	audit     *genericoptions.AuditOptions
	admission *genericoptions.AdmissionOptions
	features  *genericoptions.FeatureOptions
	access    *accessOptions
}

func newOptions() *options {
	o := &options{
		run:       genericoptions.NewServerRunOptions(),
		etcd:      genericoptions.NewEtcdOptions(storagebackend.NewDefaultConfig("/registry", nil)),
		serving:   genericoptions.NewSecureServingOptions().WithLoopback(),
		audit:     genericoptions.NewAuditOptions(),
		admission: genericoptions.NewAdmissionOptions(),
		features:  genericoptions.NewFeatureOptions(),
		access:    newAccessOptions(),
	}
	o.serving.BindPort = 6443
	o.serving.ServerCert.PairName = "apiserver"
	o.serving.ServerCert.CertDirectory = "/var/run/kubernetes"
	o.features.EnablePriorityAndFairness = false
	// It polls the OpenAPI documents all the time, for a type that is not stored here.
	o.admission.DefaultOffPlugins.Insert(mutatingpolicy.PluginName)
	return o
}

func (o *options) addFlags(flags *pflag.FlagSet) {
	o.run.AddUniversalFlags(flags)
	o.etcd.AddFlags(flags)
	o.serving.AddFlags(flags)
	o.audit.AddFlags(flags)
	o.admission.AddFlags(flags)
	o.features.AddFlags(flags)
	o.access.addFlags(flags)
}

func (o *options) complete() error {
	o.admission.EnablePlugins = o.known(o.admission.EnablePlugins)
	o.admission.DisablePlugins = o.known(o.admission.DisablePlugins)
	o.features.EnablePriorityAndFairness = false
	if err := o.run.DefaultAdvertiseAddress(o.serving.SecureServingOptions); err != nil {
		return err
	}
	loopback := []net.IP{net.IPv4(127, 0, 0, 1)}
	if err := o.serving.MaybeDefaultWithSelfSignedCerts(o.run.AdvertiseAddress.String(), []string{"localhost"}, loopback); err != nil {
		return err
	}
	if err := o.run.ComponentGlobalsRegistry.Set(); err != nil {
		return err
	}
	return errors.NewAggregate(slices.Concat(o.run.Validate(), o.etcd.Validate(), o.serving.Validate(), o.audit.Validate(),
		o.admission.Validate(), o.features.Validate()))
}

// known drops the plugins that only kube-apiserver has: ServiceAccount, ResourceQuota and their like.
func (o *options) known(names []string) []string {
	registered := o.admission.Plugins.Registered()
	return slices.DeleteFunc(names, func(name string) bool { return !slices.Contains(registered, name) })
}

// This program is the local control plane's kube-apiserver: Kubernetes' own API machinery (custom resources, CEL,
// server-side apply, watch, admission, RBAC) with storage for just the built-in types this project touches.
// It is a stand-in for development and tests; a stock kube-apiserver is the reference.
package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/component-base/cli"
	"k8s.io/component-base/logs"
	"k8s.io/component-base/version"
)

func main() {
	chosen := newOptions()
	showVersion := false
	command := &cobra.Command{
		Use:                "kube-apiserver",
		SilenceUsage:       true,
		Args:               cobra.ArbitraryArgs,
		FParseErrWhitelist: cobra.FParseErrWhitelist{UnknownFlags: true},
		RunE: func(command *cobra.Command, _ []string) error {
			if showVersion {
				fmt.Printf("Kubernetes %s (compute-operator stand-in)\n", version.Get().GitVersion)
				return nil
			}
			if err := chosen.complete(); err != nil {
				return err
			}
			return run(genericapiserver.SetupSignalContext(), chosen)
		},
	}
	flags := command.Flags()
	flags.BoolVar(&showVersion, "version", false, "Print the version and exit.")
	chosen.addFlags(flags)
	logs.AddFlags(flags)
	command.SetGlobalNormalizationFunc(pflag.CommandLine.GetNormalizeFunc())
	os.Exit(cli.Run(command))
}

package main

import (
	"fmt"
	"slices"

	"github.com/spf13/pflag"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/group"
	"k8s.io/apiserver/pkg/authentication/request/anonymous"
	"k8s.io/apiserver/pkg/authentication/request/bearertoken"
	"k8s.io/apiserver/pkg/authentication/request/union"
	"k8s.io/apiserver/pkg/authentication/request/websocket"
	"k8s.io/apiserver/pkg/authentication/request/x509"
	"k8s.io/apiserver/pkg/authentication/token/tokenfile"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/authorization/authorizerfactory"
	authorizers "k8s.io/apiserver/pkg/authorization/union"
	genericapiserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/dynamiccertificates"
	"k8s.io/client-go/informers"
)

// accessOptions says who may call (client certificates and a token file; no service account tokens) and who may do what.
type accessOptions struct {
	clientCAFile      string
	tokenFile         string
	anonymous         bool
	authorizationMode []string
}

func newAccessOptions() *accessOptions {
	return &accessOptions{anonymous: true, authorizationMode: []string{"RBAC"}}
}

func (o *accessOptions) addFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.clientCAFile, "client-ca-file", o.clientCAFile, "CA of the accepted client certificates.")
	flags.StringVar(&o.tokenFile, "token-auth-file", o.tokenFile, "CSV file: token,user,uid[,\"group1,group2\"].")
	flags.BoolVar(&o.anonymous, "anonymous-auth", o.anonymous, "Let requests without credentials in as system:anonymous.")
	flags.StringSliceVar(&o.authorizationMode, "authorization-mode", o.authorizationMode,
		"RBAC or AlwaysAllow; others are ignored.")
}

func (o *accessOptions) applyTo(config *genericapiserver.Config, shared informers.SharedInformerFactory) (authenticator.Token, error) {
	var requests []authenticator.Request
	var tokens authenticator.Token
	if o.clientCAFile != "" {
		ca, err := dynamiccertificates.NewDynamicCAContentFromFile("client-ca-bundle", o.clientCAFile)
		if err != nil {
			return nil, fmt.Errorf("--client-ca-file: %w", err)
		}
		if err := config.Authentication.ApplyClientCert(ca, config.SecureServing); err != nil {
			return nil, err
		}
		requests = append(requests, x509.NewDynamic(ca.VerifyOptions, x509.CommonNameUserConversion))
	}
	if o.tokenFile != "" {
		known, err := tokenfile.NewCSV(o.tokenFile)
		if err != nil {
			return nil, fmt.Errorf("--token-auth-file: %w", err)
		}
		tokens = group.NewTokenGroupAdder(known, []string{"system:authenticated"})
		requests = append(requests, bearertoken.New(known), websocket.NewProtocolAuthenticator(known))
	}
	authenticated := group.NewAuthenticatedGroupAdder(union.New(requests...))
	config.Authentication.Authenticator = authenticated
	if o.anonymous {
		config.Authentication.Authenticator = union.NewFailOnError(authenticated, anonymous.NewAuthenticator(nil))
	}

	rules := newRBAC(shared)
	config.RuleResolver = rules
	chain := []authorizer.Authorizer{authorizerfactory.NewPrivilegedGroups("system:masters")}
	if slices.Contains(o.authorizationMode, "AlwaysAllow") {
		chain = append(chain, authorizerfactory.NewAlwaysAllowAuthorizer())
	}
	config.Authorization.Authorizer = authorizers.New(append(chain, rules)...)
	return tokens, nil
}

package main

import (
	"context"
	"slices"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/authentication/authenticator"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
)

// review is a create-only resource: the answer is the created object, nothing is stored.
type review[T any] struct {
	singular      string
	clusterScoped bool
	answer        func(ctx context.Context, asked *T) error
}

func (r review[T]) New() runtime.Object     { return any(new(T)).(runtime.Object) }
func (r review[T]) Destroy()                {}
func (r review[T]) NamespaceScoped() bool   { return !r.clusterScoped }
func (r review[T]) GetSingularName() string { return r.singular }

func (r review[T]) Create(ctx context.Context, object runtime.Object, validate rest.ValidateObjectFunc, _ *metav1.CreateOptions) (runtime.Object, error) {
	if validate != nil {
		if err := validate(ctx, object.DeepCopyObject()); err != nil {
			return nil, err
		}
	}
	return object, r.answer(ctx, any(object).(*T))
}

func authenticationReviews(tokens authenticator.Token) map[string]rest.Storage {
	return map[string]rest.Storage{
		"tokenreviews": review[authenticationv1.TokenReview]{"tokenreview", true, func(ctx context.Context, asked *authenticationv1.TokenReview) error {
			if asked.Spec.Token == "" {
				return apierrors.NewBadRequest("token is required for TokenReview in authentication")
			}
			if tokens == nil {
				return nil
			}
			response, ok, err := tokens.AuthenticateToken(ctx, asked.Spec.Token)
			asked.Status.Authenticated = ok
			if err != nil {
				asked.Status.Error = err.Error()
			}
			if ok {
				asked.Status.User = userInfo(response.User)
			}
			return nil
		}},
		"selfsubjectreviews": review[authenticationv1.SelfSubjectReview]{"selfsubjectreview", true, func(ctx context.Context, asked *authenticationv1.SelfSubjectReview) error {
			who, known := request.UserFrom(ctx)
			if !known {
				return apierrors.NewBadRequest("no user present on request")
			}
			asked.Status.UserInfo = userInfo(who)
			return nil
		}},
	}
}

func authorizationReviews(authorize authorizer.Authorizer, resolve authorizer.RuleResolver) map[string]rest.Storage {
	return map[string]rest.Storage{
		"subjectaccessreviews": review[authorizationv1.SubjectAccessReview]{"subjectaccessreview", true, func(ctx context.Context, asked *authorizationv1.SubjectAccessReview) error {
			asked.Status = decide(ctx, authorize, subject(asked.Spec), asked.Spec.ResourceAttributes, asked.Spec.NonResourceAttributes)
			return nil
		}},
		"localsubjectaccessreviews": review[authorizationv1.LocalSubjectAccessReview]{"localsubjectaccessreview", false, func(ctx context.Context, asked *authorizationv1.LocalSubjectAccessReview) error {
			asked.Status = decide(ctx, authorize, subject(asked.Spec), asked.Spec.ResourceAttributes, nil)
			return nil
		}},
		"selfsubjectaccessreviews": review[authorizationv1.SelfSubjectAccessReview]{"selfsubjectaccessreview", true, func(ctx context.Context, asked *authorizationv1.SelfSubjectAccessReview) error {
			who, _ := request.UserFrom(ctx)
			asked.Status = decide(ctx, authorize, who, asked.Spec.ResourceAttributes, asked.Spec.NonResourceAttributes)
			return nil
		}},
		"selfsubjectrulesreviews": review[authorizationv1.SelfSubjectRulesReview]{"selfsubjectrulesreview", true, func(ctx context.Context, asked *authorizationv1.SelfSubjectRulesReview) error {
			who, _ := request.UserFrom(ctx)
			resources, paths, incomplete, err := resolve.RulesFor(ctx, who, asked.Spec.Namespace)
			asked.Status.Incomplete = incomplete
			if err != nil {
				asked.Status.EvaluationError = err.Error()
			}
			for _, rule := range resources {
				asked.Status.ResourceRules = append(asked.Status.ResourceRules, authorizationv1.ResourceRule{Verbs: rule.GetVerbs(),
					APIGroups: rule.GetAPIGroups(), Resources: rule.GetResources(), ResourceNames: rule.GetResourceNames()})
			}
			for _, rule := range paths {
				asked.Status.NonResourceRules = append(asked.Status.NonResourceRules,
					authorizationv1.NonResourceRule{Verbs: rule.GetVerbs(), NonResourceURLs: rule.GetNonResourceURLs()})
			}
			return nil
		}},
	}
}

func decide(ctx context.Context, authorize authorizer.Authorizer, who user.Info, about *authorizationv1.ResourceAttributes, path *authorizationv1.NonResourceAttributes) authorizationv1.SubjectAccessReviewStatus {
	asked := authorizer.AttributesRecord{User: who}
	if about != nil {
		asked.ResourceRequest, asked.Verb, asked.Namespace, asked.Name = true, about.Verb, about.Namespace, about.Name
		asked.APIGroup, asked.APIVersion = about.Group, about.Version
		asked.Resource, asked.Subresource = about.Resource, about.Subresource
	} else if path != nil {
		asked.Path, asked.Verb = path.Path, path.Verb
	}
	decision, reason, err := authorize.Authorize(ctx, asked)
	status := authorizationv1.SubjectAccessReviewStatus{Allowed: decision == authorizer.DecisionAllow,
		Denied: decision == authorizer.DecisionDeny, Reason: reason}
	if err != nil {
		status.EvaluationError = err.Error()
	}
	return status
}

func subject(spec authorizationv1.SubjectAccessReviewSpec) user.Info {
	extra := map[string][]string{}
	for key, values := range spec.Extra {
		extra[key] = values
	}
	return &user.DefaultInfo{Name: spec.User, UID: spec.UID, Groups: slices.Clone(spec.Groups), Extra: extra}
}

func userInfo(who user.Info) authenticationv1.UserInfo {
	info := authenticationv1.UserInfo{Username: who.GetName(), UID: who.GetUID(), Groups: who.GetGroups()}
	for key, values := range who.GetExtra() {
		if info.Extra == nil {
			info.Extra = map[string]authenticationv1.ExtraValue{}
		}
		info.Extra[key] = values
	}
	return info
}

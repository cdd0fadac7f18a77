package main

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apiserver/pkg/storage"
)

// selectable lists the fields --field-selector may name, beyond metadata.name and metadata.namespace.
func selectable(object runtime.Object) fields.Set {
	switch object := object.(type) {
	case *corev1.Namespace:
		return fields.Set{"status.phase": string(object.Status.Phase), "name": object.Name}
	case *corev1.Secret:
		return fields.Set{"type": string(object.Type)}
	case *corev1.Pod:
		return fields.Set{
			"spec.nodeName": object.Spec.NodeName, "spec.restartPolicy": string(object.Spec.RestartPolicy),
			"spec.schedulerName": object.Spec.SchedulerName, "spec.serviceAccountName": object.Spec.ServiceAccountName,
			"status.phase": string(object.Status.Phase), "status.podIP": object.Status.PodIP,
		}
	case *corev1.Event:
		about := object.InvolvedObject
		source := object.Source.Component
		if source == "" {
			source = object.ReportingController
		}
		return fields.Set{
			"involvedObject.kind": about.Kind, "involvedObject.namespace": about.Namespace,
			"involvedObject.name": about.Name, "involvedObject.uid": string(about.UID),
			"involvedObject.apiVersion": about.APIVersion, "involvedObject.resourceVersion": about.ResourceVersion,
			"involvedObject.fieldPath": about.FieldPath, "reason": object.Reason, "type": object.Type,
			"source": source, "reportingComponent": object.ReportingController,
		}
	}
	return nil
}

func attributes(r resource) storage.AttrFunc {
	return func(object runtime.Object) (labels.Set, fields.Set, error) {
		base := storage.DefaultNamespaceScopedAttr
		if r.clusterScoped {
			base = storage.DefaultClusterScopedAttr
		}
		labelSet, fieldSet, err := base(object)
		for name, value := range selectable(object) {
			fieldSet[name] = value
		}
		return labelSet, fieldSet, err
	}
}

// registerFieldLabels tells each served version which selectors to accept; an unknown one is a 400, as in stock.
func registerFieldLabels() {
	for _, object := range []runtime.Object{&corev1.Namespace{}, &corev1.Secret{}, &corev1.Pod{}, &corev1.Event{}} {
		known := selectable(object)
		kinds, _, err := scheme.ObjectKinds(object)
		utilruntime.Must(err)
		for _, kind := range kinds {
			if kind.Version == runtime.APIVersionInternal {
				kind.Version = "v1"
			}
			utilruntime.Must(scheme.AddFieldLabelConversionFunc(kind, func(label, value string) (string, string, error) {
				// events.k8s.io says "regarding" where the core group says "involvedObject".
				label = strings.Replace(label, "regarding.", "involvedObject.", 1)
				if label == "metadata.name" || label == "metadata.namespace" || known.Has(label) {
					return label, value, nil
				}
				return "", "", fmt.Errorf("field label not supported: %s", label)
			}))
		}
	}
}

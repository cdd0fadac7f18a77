package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/apiserver/pkg/registry/rest"
)

// columns are what `kubectl get` shows between NAME and AGE; types not named here have just those two.
func columns(resource string) []string {
	return map[string][]string{
		"namespaces":             {"Status"},
		"pods":                   {"Ready", "Status", "Restarts"},
		"deployments":            {"Ready", "Up-to-date", "Available"},
		"services":               {"Type", "Cluster-IP", "Port(s)"},
		"persistentvolumeclaims": {"Status", "Volume"},
		"configmaps":             {"Data"},
		"secrets":                {"Type", "Data"},
		"leases":                 {"Holder"},
		"rolebindings":           {"Role"},
		"clusterrolebindings":    {"Role"},
		"events":                 {"Last Seen", "Type", "Reason", "Object", "Message"},
	}[resource]
}

func cells(object runtime.Object) []any {
	switch object := object.(type) {
	case *corev1.Namespace:
		return []any{string(object.Status.Phase)}
	case *corev1.Pod:
		return podCells(object)
	case *appsv1.Deployment:
		ready := fmt.Sprintf("%d/%d", object.Status.ReadyReplicas, *object.Spec.Replicas)
		return []any{ready, object.Status.UpdatedReplicas, object.Status.AvailableReplicas}
	case *corev1.Service:
		ports := make([]string, len(object.Spec.Ports))
		for i, port := range object.Spec.Ports {
			ports[i] = fmt.Sprintf("%d/%s", port.Port, port.Protocol)
		}
		return []any{string(object.Spec.Type), object.Spec.ClusterIP, strings.Join(ports, ",")}
	case *corev1.PersistentVolumeClaim:
		return []any{string(object.Status.Phase), object.Spec.VolumeName}
	case *corev1.ConfigMap:
		return []any{len(object.Data) + len(object.BinaryData)}
	case *corev1.Secret:
		return []any{string(object.Type), len(object.Data)}
	case *coordinationv1.Lease:
		if object.Spec.HolderIdentity == nil {
			return []any{""}
		}
		return []any{*object.Spec.HolderIdentity}
	case *rbacv1.RoleBinding:
		return []any{object.RoleRef.Kind + "/" + object.RoleRef.Name}
	case *rbacv1.ClusterRoleBinding:
		return []any{object.RoleRef.Kind + "/" + object.RoleRef.Name}
	case *corev1.Event:
		about := strings.ToLower(object.InvolvedObject.Kind) + "/" + object.InvolvedObject.Name
		return []any{age(lastSeen(object)), object.Type, object.Reason, about, strings.TrimSpace(object.Message)}
	}
	return nil
}

func podCells(pod *corev1.Pod) []any {
	ready, restarts, shown := 0, int32(0), string(pod.Status.Phase)
	for _, container := range pod.Status.ContainerStatuses {
		restarts += container.RestartCount
		if container.Ready {
			ready++
		}
		if waiting := container.State.Waiting; waiting != nil && waiting.Reason != "" {
			shown = waiting.Reason
		}
	}
	if pod.DeletionTimestamp != nil {
		shown = "Terminating"
	}
	return []any{fmt.Sprintf("%d/%d", ready, len(pod.Spec.Containers)), shown, restarts}
}

func lastSeen(event *corev1.Event) time.Time {
	switch {
	case event.Series != nil:
		return event.Series.LastObservedTime.Time
	case !event.LastTimestamp.IsZero():
		return event.LastTimestamp.Time
	case !event.EventTime.IsZero():
		return event.EventTime.Time
	}
	return event.CreationTimestamp.Time
}

func age(since time.Time) string {
	if since.IsZero() {
		return "<unknown>"
	}
	return duration.HumanDuration(time.Since(since))
}

type table struct {
	rest.TableConvertor // for Status and other foreign objects
	columns             []string
	isEvents            bool
}

func newTable(of schema.GroupResource) table {
	return table{rest.NewDefaultTableConvertor(of), columns(of.Resource), of.Resource == "events"}
}

func (t table) ConvertToTable(ctx context.Context, object, options runtime.Object) (*metav1.Table, error) {
	// The default fills in the metadata and refuses what is not a resource; only the cells are ours.
	made, err := t.TableConvertor.ConvertToTable(ctx, object, options)
	if err != nil {
		return nil, err
	}
	if len(made.ColumnDefinitions) > 0 { // a watch asks for headers only once
		made.ColumnDefinitions = t.definitions()
	}
	for i := range made.Rows {
		row := &made.Rows[i]
		named, err := meta.Accessor(row.Object.Object)
		if err != nil {
			return nil, err
		}
		own := cells(row.Object.Object)
		if t.isEvents {
			row.Cells = append(own, named.GetName())
		} else {
			row.Cells = append(append([]any{named.GetName()}, own...), age(named.GetCreationTimestamp().Time))
		}
	}
	return made, nil
}

func (t table) definitions() []metav1.TableColumnDefinition {
	name := metav1.TableColumnDefinition{Name: "Name", Type: "string", Format: "name"}
	defined := []metav1.TableColumnDefinition{}
	for _, column := range t.columns {
		defined = append(defined, metav1.TableColumnDefinition{Name: column, Type: "string"})
	}
	if t.isEvents {
		name.Priority = 1 // shown by -o wide
		return append(defined, name)
	}
	return append(append([]metav1.TableColumnDefinition{name}, defined...), metav1.TableColumnDefinition{Name: "Age", Type: "string"})
}

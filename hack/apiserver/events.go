package main

import (
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/conversion"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// registerEventHub makes the core Event the hub of events.k8s.io too: one store answers for both groups.
func registerEventHub() {
	hub := schema.GroupVersion{Group: eventsv1.GroupName, Version: runtime.APIVersionInternal}
	scheme.AddKnownTypes(hub, &corev1.Event{}, &corev1.EventList{})

	addConversion(func(from *eventsv1.Event, to *corev1.Event) { *to = coreEvent(from) })
	addConversion(func(from *corev1.Event, to *eventsv1.Event) { *to = newEvent(from) })
	addConversion(func(from *eventsv1.EventList, to *corev1.EventList) {
		to.ListMeta = from.ListMeta
		to.Items = make([]corev1.Event, len(from.Items))
		for i := range from.Items {
			to.Items[i] = coreEvent(&from.Items[i])
		}
	})
	addConversion(func(from *corev1.EventList, to *eventsv1.EventList) {
		to.ListMeta = from.ListMeta
		to.Items = make([]eventsv1.Event, len(from.Items))
		for i := range from.Items {
			to.Items[i] = newEvent(&from.Items[i])
		}
	})
}

func addConversion[From, To any](convert func(from *From, to *To)) {
	utilruntime.Must(scheme.AddConversionFunc(new(From), new(To), func(from, to any, _ conversion.Scope) error {
		convert(from.(*From), to.(*To))
		return nil
	}))
}

func coreEvent(event *eventsv1.Event) corev1.Event {
	core := corev1.Event{
		ObjectMeta: event.ObjectMeta, EventTime: event.EventTime, InvolvedObject: event.Regarding,
		Related: event.Related, Reason: event.Reason, Message: event.Note, Type: event.Type, Action: event.Action,
		ReportingController: event.ReportingController, ReportingInstance: event.ReportingInstance,
		Source: event.DeprecatedSource, FirstTimestamp: event.DeprecatedFirstTimestamp,
		LastTimestamp: event.DeprecatedLastTimestamp, Count: event.DeprecatedCount,
	}
	if event.Series != nil {
		core.Series = &corev1.EventSeries{Count: event.Series.Count, LastObservedTime: event.Series.LastObservedTime}
	}
	return core
}

func newEvent(core *corev1.Event) eventsv1.Event {
	event := eventsv1.Event{
		ObjectMeta: core.ObjectMeta, EventTime: core.EventTime, Regarding: core.InvolvedObject,
		Related: core.Related, Reason: core.Reason, Note: core.Message, Type: core.Type, Action: core.Action,
		ReportingController: core.ReportingController, ReportingInstance: core.ReportingInstance,
		DeprecatedSource: core.Source, DeprecatedFirstTimestamp: core.FirstTimestamp,
		DeprecatedLastTimestamp: core.LastTimestamp, DeprecatedCount: core.Count,
	}
	if core.Series != nil {
		event.Series = &eventsv1.EventSeries{Count: core.Series.Count, LastObservedTime: core.Series.LastObservedTime}
	}
	return event
}

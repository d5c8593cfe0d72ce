package io.djong.apiserver.resources.events;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `events.k8s.io` that have rules of their own, in alphabetical order.
public final class EventsResources {

    public static final KindList RULES =
            KindList.of("events.k8s.io").kind("Event", new EventViewResource());

    private EventsResources() {}
}

package io.djong.apiserver.resources.scheduling;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `scheduling.k8s.io` that have rules of their own, in alphabetical order.
public final class SchedulingResources {

    public static final KindList RULES =
            KindList.of("scheduling.k8s.io").kind("PriorityClass", new PriorityClassResource());

    private SchedulingResources() {}
}

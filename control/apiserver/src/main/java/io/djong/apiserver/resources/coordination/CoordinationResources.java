package io.djong.apiserver.resources.coordination;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `coordination.k8s.io` that have rules of their own, in alphabetical order.
public final class CoordinationResources {

    public static final KindList RULES =
            KindList.of("coordination.k8s.io").kind("Lease", new LeaseResource());

    private CoordinationResources() {}
}

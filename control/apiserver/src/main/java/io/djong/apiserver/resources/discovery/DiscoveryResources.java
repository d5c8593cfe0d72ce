package io.djong.apiserver.resources.discovery;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `discovery.k8s.io` that have rules of their own, in alphabetical order.
public final class DiscoveryResources {

    public static final KindList RULES =
            KindList.of("discovery.k8s.io").kind("EndpointSlice", new EndpointSliceResource());

    private DiscoveryResources() {}
}

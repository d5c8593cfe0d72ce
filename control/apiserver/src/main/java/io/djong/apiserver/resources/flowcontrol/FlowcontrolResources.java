package io.djong.apiserver.resources.flowcontrol;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `flowcontrol.apiserver.k8s.io` that have rules of their own, in alphabetical order.
public final class FlowcontrolResources {

    public static final KindList RULES =
            KindList.of("flowcontrol.apiserver.k8s.io")
                    .kind("FlowSchema", new FlowSchemaResource())
                    .kind("PriorityLevelConfiguration", new PriorityLevelConfigurationResource());

    private FlowcontrolResources() {}
}

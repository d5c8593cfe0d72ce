package io.djong.apiserver.resources.node;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `node.k8s.io` that have rules of their own, in alphabetical order.
public final class NodeResources {

    public static final KindList RULES =
            KindList.of("node.k8s.io").kind("RuntimeClass", new RuntimeClassResource());

    private NodeResources() {}
}

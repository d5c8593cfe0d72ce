package io.djong.scheduler;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;

/// Nodes and pods from the few lines of YAML that a test is about.
final class Objects {

    private Objects() {}

    static Node node(String name, String rest) {
        return Node.KIND.view().apply(object(name, rest));
    }

    /// A node with room for ten pods, two CPUs and 4 GiB.
    static Node roomyNode(String name) {
        return node(name, "status: {allocatable: {cpu: '2', memory: 4Gi, pods: '10'}}");
    }

    static PodState pod(String name, String spec) {
        return new PodState(Pod.KIND.view().apply(object(name, "spec: {" + spec + "}")));
    }

    private static Fields object(String name, String rest) {
        String yaml =
                """
                metadata: {name: %1$s, namespace: default, uid: uid-%1$s, labels: {kubernetes.io/hostname: %1$s}}
                %2$s
                """
                        .formatted(name, rest);
        return (Fields)
                java.util.Objects.requireNonNull(Yaml.parse(yaml.getBytes(StandardCharsets.UTF_8)));
    }
}

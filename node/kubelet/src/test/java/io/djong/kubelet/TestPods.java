package io.djong.kubelet;

import io.djong.api.core.v1.Pod;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Pods written as YAML, with what an API server would have defaulted.
final class TestPods {

    private TestPods() {}

    /// @param spec the pod's spec
    static Pod pod(String name, String spec) {
        Fields parsed =
                (Fields) Objects.requireNonNull(Yaml.parse(spec.getBytes(StandardCharsets.UTF_8)));
        Fields defaulted =
                parsed.with("nodeName", TestNode.NAME)
                        .with("containers", containers(parsed.list("containers")));
        if (parsed.has("initContainers")) {
            defaulted = defaulted.with("initContainers", containers(parsed.list("initContainers")));
        }
        if (!parsed.has("restartPolicy")) {
            defaulted = defaulted.with("restartPolicy", "Always");
        }
        if (!parsed.has("dnsPolicy")) {
            defaulted = defaulted.with("dnsPolicy", "ClusterFirst");
        }
        if (!parsed.has("terminationGracePeriodSeconds")) {
            defaulted = defaulted.with("terminationGracePeriodSeconds", 30L);
        }
        return new Pod(
                Fields.of("apiVersion", "v1")
                        .with("kind", "Pod")
                        .with("metadata", Fields.of("name", name).with("namespace", "default"))
                        .with("spec", defaulted)
                        .with("status", Fields.of("phase", "Pending")));
    }

    private static List<@Nullable Object> containers(List<@Nullable Object> raw) {
        List<@Nullable Object> containers = new ArrayList<>();
        for (Object one : raw) {
            Fields container = (Fields) Objects.requireNonNull(one);
            Fields base =
                    Fields.of("image", TestImages.BUSYBOX)
                            .with("imagePullPolicy", "IfNotPresent")
                            .with("terminationMessagePath", "/dev/termination-log")
                            .with("terminationMessagePolicy", "File");
            for (var entry : container.entrySet()) {
                base = base.with(entry.getKey(), entry.getValue());
            }
            containers.add(base);
        }
        return containers;
    }

    /// One container that runs a shell script.
    static Pod shell(String name, String policy, String script) {
        return pod(
                name,
                """
                restartPolicy: %s
                terminationGracePeriodSeconds: 1
                containers:
                - name: main
                  command: ["sh", "-c", %s]
                """
                        .formatted(policy, "'" + script.replace("'", "''") + "'"));
    }
}

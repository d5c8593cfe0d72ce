package io.djong.kubelet.pods;

import io.djong.meta.tree.Fields;
import io.djong.runtime.image.ImageName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an API server would have filled in, for pods that come from files.
final class StaticPodDefaults {

    private static final List<String> PROBES =
            List.of("livenessProbe", "readinessProbe", "startupProbe");

    private StaticPodDefaults() {}

    static Fields of(Fields spec) {
        Fields full = spec;
        full = orElse(full, "restartPolicy", "Always");
        full = orElse(full, "dnsPolicy", "ClusterFirst");
        full = orElse(full, "terminationGracePeriodSeconds", 30L);
        full = orElse(full, "schedulerName", "default-scheduler");
        full = orElse(full, "securityContext", Fields.EMPTY);
        full = orElse(full, "enableServiceLinks", true);
        for (String list : List.of("containers", "initContainers")) {
            if (full.has(list)) {
                full = full.with(list, containers(full.list(list)));
            }
        }
        return full;
    }

    private static List<@Nullable Object> containers(List<@Nullable Object> raw) {
        List<@Nullable Object> full = new ArrayList<>();
        for (Object one : raw) {
            full.add(one instanceof Fields container ? container(container) : one);
        }
        return full;
    }

    private static Fields container(Fields container) {
        Fields full = container;
        full = orElse(full, "terminationMessagePath", "/dev/termination-log");
        full = orElse(full, "terminationMessagePolicy", "File");
        full = orElse(full, "imagePullPolicy", pullPolicy(container.string("image")));
        full = orElse(full, "resources", Fields.EMPTY);
        for (String name : PROBES) {
            if (full.fieldsOrNull(name) != null) {
                full = full.with(name, probe(full.fields(name)));
            }
        }
        return full;
    }

    private static Fields probe(Fields probe) {
        Fields full = probe;
        full = orElse(full, "timeoutSeconds", 1L);
        full = orElse(full, "periodSeconds", 10L);
        full = orElse(full, "successThreshold", 1L);
        return orElse(full, "failureThreshold", 3L);
    }

    private static String pullPolicy(String image) {
        try {
            return ImageName.parse(image).tag().equals("latest") ? "Always" : "IfNotPresent";
        } catch (IllegalArgumentException malformed) {
            return "IfNotPresent";
        }
    }

    private static Fields orElse(Fields fields, String name, Object value) {
        return fields.has(name) ? fields : fields.with(name, value);
    }
}

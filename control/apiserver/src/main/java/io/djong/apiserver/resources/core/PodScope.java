package io.djong.apiserver.resources.core;

import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the parts of a pod's `spec` are checked against.
///
/// @param metadata the pod's own, or null for templates
/// @param volumes the well-formed volumes, by name
/// @param claims the names of the pod's resource claims
/// @param graceSeconds null when the pod does not say
record PodScope(
        @Nullable Fields metadata,
        Fields spec,
        Map<String, Fields> volumes,
        Set<String> claims,
        @Nullable Long graceSeconds) {

    boolean isPod() {
        return metadata != null;
    }

    String restartPolicy() {
        return spec.string("restartPolicy");
    }

    /// Whether users in the pod are users of the node.
    boolean hostUsers() {
        return !Boolean.FALSE.equals(spec.boolOrNull("hostUsers"));
    }
}

package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.Objects;

/// Annotations of pods that mean something to the system, and so stay as they are.
///
/// @spec https://kubernetes.io/docs/reference/labels-annotations-taints/ Well-Known Labels
final class PodAnnotations {

    static final String MIRROR = "kubernetes.io/config.mirror";
    private static final String APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/";
    private static final FieldPath PATH = FieldPath.of("metadata", "annotations");

    private PodAnnotations() {}

    static void validateUpdate(Fields now, Fields before, FieldErrors errors) {
        for (String name : before.keySet()) {
            if (!Objects.equals(now.value(name), before.value(name))) {
                forbid(name, "may not remove or update ", errors);
            }
        }
        for (String name : now.keySet()) {
            if (!before.has(name)) {
                forbid(name, "may not add ", errors);
            }
        }
    }

    private static void forbid(String name, String what, FieldErrors errors) {
        if (name.startsWith(APP_ARMOR)) {
            errors.forbidden(PATH.key(name), what + "AppArmor annotations");
        }
        if (name.equals(MIRROR)) {
            errors.forbidden(PATH.key(name), what + "mirror pod annotation");
        }
    }
}

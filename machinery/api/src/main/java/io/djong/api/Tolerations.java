package io.djong.api;

import io.djong.api.core.v1.Taint;
import io.djong.api.core.v1.Toleration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which taints are tolerated.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ Taints and Tolerations
public final class Tolerations {

    private Tolerations() {}

    public static boolean tolerates(Toleration toleration, Taint taint) {
        if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
            return false;
        }
        if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
            return false;
        }
        return switch (toleration.operator()) {
            case "", "Equal" -> toleration.value().equals(taint.value());
            case "Exists" -> true;
            case "Gt" -> compare(taint.value(), toleration.value()) > 0;
            case "Lt" -> compare(taint.value(), toleration.value()) < 0;
            default -> false;
        };
    }

    private static int compare(String taint, String toleration) {
        try {
            return Long.compare(Long.parseLong(taint), Long.parseLong(toleration));
        } catch (NumberFormatException notNumbers) {
            return 0;
        }
    }

    /// The first toleration that tolerates the taint, or null.
    public static @Nullable Toleration find(List<Toleration> tolerations, Taint taint) {
        for (Toleration toleration : tolerations) {
            if (tolerates(toleration, taint)) {
                return toleration;
            }
        }
        return null;
    }

    /// The first taint of one of the effects that nothing tolerates, or null.
    public static @Nullable Taint untolerated(
            List<Taint> taints, List<Toleration> tolerations, List<String> effects) {
        for (Taint taint : taints) {
            if (effects.contains(taint.effect()) && find(tolerations, taint) == null) {
                return taint;
            }
        }
        return null;
    }

    /// Whether two taints are the same for a node, which has at most one of a key and effect.
    public static boolean same(Taint one, Taint other) {
        return one.key().equals(other.key()) && one.effect().equals(other.effect());
    }
}

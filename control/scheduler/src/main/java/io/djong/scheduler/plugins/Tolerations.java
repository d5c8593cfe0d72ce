package io.djong.scheduler.plugins;

import io.djong.api.core.v1.Taint;
import io.djong.api.core.v1.Toleration;
import java.util.List;

/// Whether tolerations cover a taint.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ Taints and Tolerations
final class Tolerations {

    private Tolerations() {}

    static boolean tolerates(List<Toleration> tolerations, Taint taint) {
        for (Toleration toleration : tolerations) {
            if (covers(toleration, taint)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(Toleration toleration, Taint taint) {
        if (!toleration.effect().isEmpty() && !toleration.effect().equals(taint.effect())) {
            return false;
        }
        if (!toleration.key().isEmpty() && !toleration.key().equals(taint.key())) {
            return false;
        }
        return switch (toleration.operator()) {
            case "", "Equal" ->
                    !toleration.key().isEmpty() && toleration.value().equals(taint.value());
            case "Exists" -> true;
            case "Gt" -> compare(taint.value(), toleration.value()) > 0;
            case "Lt" -> compare(taint.value(), toleration.value()) < 0;
            default -> false;
        };
    }

    /// 0 when either is no number: then neither `Gt` nor `Lt` holds.
    private static int compare(String taint, String toleration) {
        try {
            return Long.compare(Long.parseLong(taint), Long.parseLong(toleration));
        } catch (NumberFormatException notNumbers) {
            return 0;
        }
    }
}

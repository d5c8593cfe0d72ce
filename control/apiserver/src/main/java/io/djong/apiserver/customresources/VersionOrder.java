package io.djong.apiserver.customresources;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions in the order of preference: stable ones before beta before alpha, higher before lower, then all others by
/// name.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#version-priority Version priority
public final class VersionOrder {

    private static final Pattern KUBE_LIKE =
            Pattern.compile("v([1-9]\\d*)(?:(alpha|beta)([1-9]\\d*))?");

    private record Rank(int stability, long major, long minor) {}

    /// The preferred one first.
    public static final Comparator<String> PREFERRED_FIRST = VersionOrder::compare;

    private VersionOrder() {}

    private static int compare(String one, String other) {
        Rank first = rank(one);
        Rank second = rank(other);
        if (first.stability == 0 && second.stability == 0) {
            return one.compareTo(other);
        }
        return Comparator.comparingInt(Rank::stability)
                .thenComparingLong(Rank::major)
                .thenComparingLong(Rank::minor)
                .compare(second, first);
    }

    private static Rank rank(String version) {
        Matcher like = KUBE_LIKE.matcher(version);
        if (!like.matches()) {
            return new Rank(0, 0, 0);
        }
        String stage = like.group(2);
        int stability = stage == null ? 3 : stage.equals("beta") ? 2 : 1;
        try {
            return new Rank(
                    stability,
                    Long.parseLong(like.group(1)),
                    stage == null ? 0 : Long.parseLong(like.group(3)));
        } catch (NumberFormatException huge) {
            return new Rank(0, 0, 0);
        }
    }
}

package io.djong.controllers.deployment;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The annotations in which a Deployment's history lies.
final class RevisionAnnotations {

    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String HISTORY = "deployment.kubernetes.io/revision-history";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAX = "deployment.kubernetes.io/max-replicas";

    private static final int HISTORY_CHARS_MAX = 2000;

    /// Annotations of a Deployment that its ReplicaSets do not get.
    private static final Set<String> OWN =
            Set.of(
                    "kubectl.kubernetes.io/last-applied-configuration",
                    REVISION,
                    HISTORY,
                    DESIRED,
                    MAX,
                    "deprecated.deployment.rollback.to");

    private RevisionAnnotations() {}

    static long revision(ReplicaSet set) {
        return number(set.annotations().get(REVISION));
    }

    /// The number, or 0 for what is absent or no number.
    static int number(@org.jspecify.annotations.Nullable String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException invalid) {
            return 0;
        }
    }

    /// One more than that of any old set.
    static long next(List<ReplicaSet> old) {
        return old.stream().mapToLong(RevisionAnnotations::revision).max().orElse(0) + 1;
    }

    /// The set as the current one of its Deployment: with its annotations and the newest revision; the revision that it had before, if it
    /// was current once, goes to its history.
    static ReplicaSet asCurrent(Deployment deployment, ReplicaSet set, long newest) {
        Map<String, String> annotations = new LinkedHashMap<>(set.annotations());
        deployment
                .annotations()
                .forEach((key, value) -> {
                    if (!OWN.contains(key)) {
                        annotations.put(key, value);
                    }
                });
        String before = annotations.get(REVISION);
        if (number(before) < newest) {
            annotations.put(REVISION, Long.toString(newest));
            if (before != null) {
                String history = annotations.get(HISTORY);
                annotations.put(HISTORY, history == null ? before : extended(history, before));
            }
        }
        return with(set, annotations);
    }

    private static String extended(String history, String revision) {
        String longer = history + "," + revision;
        while (longer.length() > HISTORY_CHARS_MAX && longer.contains(",")) {
            longer = longer.substring(longer.indexOf(',') + 1);
        }
        return longer;
    }

    /// The set with the sizes noted from which proportions are computed when the Deployment is scaled.
    static ReplicaSet withSizes(ReplicaSet set, int desired, int max) {
        Map<String, String> annotations = new LinkedHashMap<>(set.annotations());
        annotations.put(DESIRED, Integer.toString(desired));
        annotations.put(MAX, Integer.toString(max));
        return with(set, annotations);
    }

    private static ReplicaSet with(ReplicaSet set, Map<String, String> annotations) {
        return annotations.equals(set.annotations())
                ? set
                : set.withMetadata(set.metadata().withAnnotations(annotations));
    }
}

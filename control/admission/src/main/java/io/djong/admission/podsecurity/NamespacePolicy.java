package io.djong.admission.podsecurity;

import io.djong.meta.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a namespace's labels ask for, in each of the three modes.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces Pod Security Admission labels for namespaces
public record NamespacePolicy(Standard enforce, Standard audit, Standard warn) {

    private static final String PREFIX = "pod-security.kubernetes.io/";

    /// A level as of a release; its text is `baseline:latest`.
    public record Standard(Level level, PolicyVersion version) {
        static final Standard NONE = new Standard(Level.PRIVILEGED, PolicyVersion.LATEST);

        @Override
        public String toString() {
            return level + ":" + version;
        }
    }

    /// @param errors about labels that cannot be read; the policy is then strict in enforcing and lax in the rest
    public record Parsed(NamespacePolicy policy, List<Failure.Cause> errors) {}

    /// Whether nothing is asked for.
    public boolean isPrivileged() {
        return enforce.level() == Level.PRIVILEGED
                && audit.level() == Level.PRIVILEGED
                && warn.level() == Level.PRIVILEGED;
    }

    public static Parsed of(Map<String, String> labels) {
        return of(labels, Map.of());
    }

    /// @param defaults what holds where labels say nothing, as labels without their prefix: `enforce`, `enforce-version` ...
    public static Parsed of(Map<String, String> labels, Map<String, String> defaults) {
        Map<String, String> both = new HashMap<>(labels);
        defaults.forEach((name, value) -> both.putIfAbsent(PREFIX + name, value));
        List<Failure.Cause> errors = new ArrayList<>();
        Standard enforce = standard(both, "enforce", Level.RESTRICTED, errors);
        Standard audit = standard(both, "audit", Level.PRIVILEGED, errors);
        Standard warn = standard(both, "warn", Level.PRIVILEGED, errors);
        boolean warnsByDefault =
                !labels.containsKey(PREFIX + "warn")
                        && Level.parse(labels.getOrDefault(PREFIX + "enforce", "")).isPresent();
        if (warnsByDefault) {
            warn =
                    labels.containsKey(PREFIX + "warn-version")
                            ? new Standard(enforce.level(), warn.version())
                            : enforce;
        }
        return new Parsed(new NamespacePolicy(enforce, audit, warn), List.copyOf(errors));
    }

    private static Standard standard(
            Map<String, String> labels, String mode, Level otherwise, List<Failure.Cause> errors) {
        Level level = Level.PRIVILEGED;
        String levelText = labels.get(PREFIX + mode);
        if (levelText != null) {
            level =
                    Level.parse(levelText)
                            .orElseGet(() -> {
                                errors.add(
                                        error(
                                                mode,
                                                levelText,
                                                "must be one of privileged, baseline, restricted"));
                                return otherwise;
                            });
        }
        PolicyVersion version = PolicyVersion.LATEST;
        String versionText = labels.get(PREFIX + mode + "-version");
        if (versionText != null) {
            version =
                    PolicyVersion.parse(versionText)
                            .orElseGet(() -> {
                                errors.add(
                                        error(
                                                mode + "-version",
                                                versionText,
                                                "must be \"latest\" or \"v1.x\""));
                                return PolicyVersion.LATEST;
                            });
        }
        return level == Level.PRIVILEGED && version.equals(PolicyVersion.LATEST)
                ? Standard.NONE
                : new Standard(level, version);
    }

    private static Failure.Cause error(String label, String value, String why) {
        return new Failure.Cause(
                "FieldValueInvalid",
                "Invalid value: \"%s\": %s".formatted(value, why),
                "metadata.labels[" + PREFIX + label + "]");
    }
}

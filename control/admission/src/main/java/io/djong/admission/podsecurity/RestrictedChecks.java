package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Subject.objects;
import static io.djong.admission.podsecurity.Subject.securityContext;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// What hardened pods do without.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted Restricted
final class RestrictedChecks {

    private static final Set<String> CAPABILITIES = Set.of("NET_BIND_SERVICE");

    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "image",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    private RestrictedChecks() {}

    /// From 1.25 on, what Windows does not know is not asked of its pods.
    static Function<Subject, Optional<Violation>> notOnWindows(
            Function<Subject, Optional<Violation>> check) {
        return pod -> pod.isWindows() ? Optional.empty() : check.apply(pod);
    }

    /// From 1.35 on, pods with users of their own may be root within.
    static Function<Subject, Optional<Violation>> unlessOwnUsers(
            Function<Subject, Optional<Violation>> check) {
        return pod -> pod.hasOwnUsers() ? Optional.empty() : check.apply(pod);
    }

    static Optional<Violation> allowPrivilegeEscalation(Subject pod) {
        List<String> containers =
                pod.containersWhere(container ->
                        !Boolean.FALSE.equals(
                                securityContext(container).boolOrNull("allowPrivilegeEscalation")));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "allowPrivilegeEscalation != false",
                                Subject.containers(containers)
                                        + " must set securityContext.allowPrivilegeEscalation=false"));
    }

    static Optional<Violation> capabilities(Subject pod) {
        Set<String> forbidden = new TreeSet<>();
        List<String> keeping =
                pod.containersWhere(container ->
                        !securityContext(container)
                                .fields("capabilities")
                                .list("drop")
                                .contains("ALL"));
        List<String> adding =
                pod.containersWhere(container -> {
                    Set<String> added = BaselineChecks.added(container, CAPABILITIES);
                    forbidden.addAll(added);
                    return !added.isEmpty();
                });
        List<String> details = new ArrayList<>();
        if (!keeping.isEmpty()) {
            details.add(
                    Subject.containers(keeping)
                            + " must set securityContext.capabilities.drop=[\"ALL\"]");
        }
        if (!adding.isEmpty()) {
            details.add(
                    "%s must not include %s in securityContext.capabilities.add"
                            .formatted(Subject.containers(adding), Subject.quoted(forbidden)));
        }
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation("unrestricted capabilities", String.join("; ", details)));
    }

    static Optional<Violation> volumes(Subject pod) {
        List<String> volumes = new ArrayList<>();
        Set<String> types = new TreeSet<>();
        for (Fields volume : objects(pod.spec(), "volumes")) {
            String type = "unknown";
            for (String field : volume.keySet()) {
                if (!field.equals("name")) {
                    type = field;
                }
            }
            if (!VOLUMES.contains(type)) {
                volumes.add(volume.string("name"));
                types.add(type);
            }
        }
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "restricted volume types",
                                "%s %s %s"
                                        .formatted(
                                                Subject.several("volume", volumes),
                                                volumes.size() == 1 ? "uses" : "use",
                                                Subject.several("restricted volume type", types))));
    }

    static Optional<Violation> runAsNonRoot(Subject pod) {
        Boolean ofPod = pod.securityContext().boolOrNull("runAsNonRoot");
        boolean byPod = Boolean.FALSE.equals(ofPod);
        List<String> explicit =
                pod.containersWhere(container ->
                        Boolean.FALSE.equals(
                                securityContext(container).boolOrNull("runAsNonRoot")));
        if (byPod || !explicit.isEmpty()) {
            return Optional.of(
                    new Violation(
                            "runAsNonRoot != true",
                            Subject.setters(byPod, explicit)
                                    + " must not set securityContext.runAsNonRoot=false"));
        }
        List<String> implicit =
                Boolean.TRUE.equals(ofPod)
                        ? List.of()
                        : pod.containersWhere(container ->
                                securityContext(container).boolOrNull("runAsNonRoot") == null);
        return implicit.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "runAsNonRoot != true",
                                "pod or %s must set securityContext.runAsNonRoot=true"
                                        .formatted(Subject.containers(implicit))));
    }

    static Optional<Violation> runAsUser(Subject pod) {
        boolean byPod = isRoot(pod.securityContext());
        List<String> containers =
                pod.containersWhere(container -> isRoot(securityContext(container)));
        return !byPod && containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "runAsUser=0",
                                Subject.setters(byPod, containers) + " must not set runAsUser=0"));
    }

    private static boolean isRoot(Fields securityContext) {
        return securityContext.value("runAsUser") instanceof Number user && user.longValue() == 0;
    }

    static Optional<Violation> seccomp(Subject pod) {
        Optional<Violation> explicit = ProfileChecks.seccomp(pod);
        if (explicit.isPresent()) {
            return explicit;
        }
        if (pod.securityContext().value("seccompProfile") != null) {
            return Optional.empty();
        }
        List<String> implicit =
                pod.containersWhere(
                        container -> securityContext(container).value("seccompProfile") == null);
        return implicit.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "seccompProfile",
                                "pod or %s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\""
                                        .formatted(Subject.containers(implicit))));
    }
}

package io.djong.admission;

import io.djong.admission.podsecurity.Level;
import io.djong.admission.podsecurity.NamespacePolicy;
import io.djong.admission.podsecurity.NamespacePolicy.Standard;
import io.djong.admission.podsecurity.Standards;
import io.djong.admission.podsecurity.Violation;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Pod;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Holds pods to the standard that their namespace's labels name: refuses, warns or notes.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-admission/ Pod Security Admission
public final class PodSecurity implements AdmissionPlugin {

    /// More pods of a namespace are not looked at when its labels change, as upstream limits it.
    private static final int PODS_MAX = 3000;

    private static final Set<String> IGNORED_SUBRESOURCES =
            Set.of(
                    "exec",
                    "attach",
                    "binding",
                    "eviction",
                    "log",
                    "portforward",
                    "proxy",
                    "status");

    /// Where the pod template lies, by resource.
    private static final Map<String, String[]> TEMPLATES =
            Map.of(
                    "/replicationcontrollers", new String[] {"spec", "template"},
                    "/podtemplates", new String[] {"template"},
                    "apps/replicasets", new String[] {"spec", "template"},
                    "apps/deployments", new String[] {"spec", "template"},
                    "apps/statefulsets", new String[] {"spec", "template"},
                    "apps/daemonsets", new String[] {"spec", "template"},
                    "batch/jobs", new String[] {"spec", "template"},
                    "batch/cronjobs", new String[] {"spec", "jobTemplate", "spec", "template"});

    private static final String SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_CONTAINER =
            "container.seccomp.security.alpha.kubernetes.io/";

    private static final String EXEMPT = "pod-security.kubernetes.io/exempt";

    /// What a cluster's administrator says of all namespaces.
    ///
    /// @param namespaces not held to anything; so are the users and the runtime classes
    /// @param defaults as labels without their prefix, for namespaces that do not say
    public record Settings(
            Set<String> namespaces,
            Set<String> users,
            Set<String> runtimeClasses,
            Map<String, String> defaults) {

        public static final Settings NONE = of(Fields.EMPTY);

        /// @param configuration a `PodSecurityConfiguration`
        public static Settings of(Fields configuration) {
            Fields exemptions = configuration.fields("exemptions");
            Map<String, String> defaults = new TreeMap<>();
            configuration
                    .fields("defaults")
                    .forEach((name, value) -> defaults.put(name, String.valueOf(value)));
            return new Settings(
                    texts(exemptions, "namespaces"),
                    texts(exemptions, "usernames"),
                    texts(exemptions, "runtimeClasses"),
                    Map.copyOf(defaults));
        }

        private static Set<String> texts(Fields tree, String name) {
            Set<String> texts = new TreeSet<>();
            tree.list(name).forEach(value -> texts.add(String.valueOf(value)));
            return Set.copyOf(texts);
        }
    }

    private final Lookup<Namespace> namespaces;
    private final Lookup<Pod> pods;
    private final Settings settings;

    public PodSecurity(Lookup<Namespace> namespaces, Lookup<Pod> pods, Settings settings) {
        this.namespaces = namespaces;
        this.pods = pods;
        this.settings = settings;
    }

    @Override
    public void validate(Review review) {
        if (!(review instanceof Review.Create) && !(review instanceof Review.Update)) {
            return;
        }
        Call call = review.call();
        String resource = call.group() + "/" + call.resource();
        if (resource.equals("/namespaces")) {
            validateNamespace(review);
            return;
        }
        boolean isPod = resource.equals("/pods");
        if (!isPod && !TEMPLATES.containsKey(resource)) {
            return;
        }
        if (settings.namespaces().contains(call.namespace())) {
            call.notes().annotate(EXEMPT, "namespace");
            return;
        }
        if (settings.users().contains(call.user().name())) {
            call.notes().annotate(EXEMPT, "user");
            return;
        }
        if (isPod) {
            validatePod(review);
        } else if (call.subresource().isEmpty()) {
            validateTemplate(review, Objects.requireNonNull(TEMPLATES.get(resource)));
        }
    }

    private void validatePod(Review review) {
        if (IGNORED_SUBRESOURCES.contains(review.call().subresource())
                || (review instanceof Review.Update
                        && !isSignificant(review.object(), review.old()))) {
            return;
        }
        evaluate(review, review.object().fields("metadata"), PodTrees.spec(review.object()), true);
    }

    private void validateTemplate(Review review, String[] path) {
        if (review.object().at(path) instanceof Fields template && template.value("spec") != null) {
            evaluate(review, template.fields("metadata"), PodTrees.spec(template), false);
        }
    }

    private void evaluate(Review review, Fields metadata, Fields spec, boolean isEnforced) {
        if (settings.runtimeClasses().contains(spec.string("runtimeClassName"))) {
            review.call().notes().annotate(EXEMPT, "runtimeClass");
            return;
        }
        NamespacePolicy policy =
                namespaces
                        .find(ObjectKey.of(review.call().namespace()))
                        .map(namespace ->
                                NamespacePolicy.of(namespace.labels(), settings.defaults())
                                        .policy())
                        .orElseThrow(() ->
                                new ApiException(
                                        Failure.internal(
                                                "failed to lookup namespace "
                                                        + review.call().namespace())));
        if (policy.isPrivileged()) {
            return;
        }
        Call.Notes notes = review.call().notes();
        if (isEnforced) {
            notes.annotate(
                    "pod-security.kubernetes.io/enforce-policy", policy.enforce().toString());
        }
        List<Violation> audited = Standards.violations(policy.audit(), metadata, spec);
        if (!audited.isEmpty()) {
            notes.annotate(
                    "pod-security.kubernetes.io/audit-violations",
                    wouldViolate(policy.audit(), audited));
        }
        if (isEnforced) {
            List<Violation> violations = Standards.violations(policy.enforce(), metadata, spec);
            if (!violations.isEmpty()) {
                throw review.forbidden(
                        "violates PodSecurity \"%s\": %s"
                                .formatted(policy.enforce(), Violation.details(violations)));
            }
        }
        List<Violation> warned = Standards.violations(policy.warn(), metadata, spec);
        if (!warned.isEmpty()) {
            notes.warn(wouldViolate(policy.warn(), warned));
        }
    }

    private static String wouldViolate(Standard standard, List<Violation> violations) {
        return "would violate PodSecurity \"%s\": %s"
                .formatted(standard, Violation.details(violations));
    }

    /// Of what may change in a pod only images, ephemeral containers and seccomp annotations matter.
    private static boolean isSignificant(Fields pod, Fields old) {
        Fields annotations = pod.fields("metadata").fields("annotations");
        Fields oldAnnotations = old.fields("metadata").fields("annotations");
        Set<String> keys = new TreeSet<>(annotations.keySet());
        keys.addAll(oldAnnotations.keySet());
        for (String key : keys) {
            boolean isSeccomp = key.equals(SECCOMP_POD) || key.startsWith(SECCOMP_CONTAINER);
            if (isSeccomp && !annotations.string(key).equals(oldAnnotations.string(key))) {
                return true;
            }
        }
        return !images(pod).equals(images(old));
    }

    private static List<String> images(Fields pod) {
        return PodTrees.containers(PodTrees.spec(pod)).stream()
                .map(container -> container.string("name") + "=" + container.string("image"))
                .toList();
    }

    private void validateNamespace(Review review) {
        if (!review.call().subresource().isEmpty()) {
            return;
        }
        NamespacePolicy.Parsed now =
                NamespacePolicy.of(labels(review.object()), settings.defaults());
        if (review instanceof Review.Create) {
            requireValid(review, now.errors());
            return;
        }
        NamespacePolicy.Parsed before =
                NamespacePolicy.of(labels(review.old()), settings.defaults());
        if (!now.errors().equals(before.errors())) {
            requireValid(review, now.errors());
        }
        Standard wanted = now.policy().enforce();
        Standard old = before.policy().enforce();
        boolean isRelaxed =
                wanted.version().equals(old.version())
                        && wanted.level().compareTo(old.level()) <= 0;
        if (!wanted.equals(old)
                && wanted.level() != Level.PRIVILEGED
                && !isRelaxed
                && !settings.namespaces().contains(review.call().name())) {
            warnOfPods(review, wanted);
        }
    }

    private static Map<String, String> labels(Fields namespace) {
        Map<String, String> labels = new TreeMap<>();
        namespace
                .fields("metadata")
                .fields("labels")
                .forEach((key, value) -> labels.put(key, String.valueOf(value)));
        return labels;
    }

    private static void requireValid(Review review, List<Failure.Cause> errors) {
        if (errors.isEmpty()) {
            return;
        }
        List<String> texts =
                errors.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
        String text = texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
        String name = review.call().name();
        throw new ApiException(
                new Failure(
                        Reason.INVALID,
                        Reason.INVALID.code(),
                        "Namespace \"%s\" is invalid: %s".formatted(name, text),
                        new Failure.Details(name, "", "Namespace", "", errors, 0)));
    }

    /// @param first the name that comes first of the pods with the same objections
    private record Offenders(String first, int count) {}

    private void warnOfPods(Review review, Standard wanted) {
        List<Pod> all = pods.list(review.call().name());
        Map<String, Offenders> offenders = new TreeMap<>();
        all.stream()
                .limit(PODS_MAX)
                .filter(pod -> !isExempt(pod))
                .forEach(pod -> {
                    List<Violation> violations =
                            Standards.violations(
                                    wanted, pod.metadata().fields(), pod.spec().fields());
                    if (!violations.isEmpty()) {
                        offenders.merge(
                                Violation.reasons(violations),
                                new Offenders(pod.name(), 1),
                                PodSecurity::join);
                    }
                });
        Call.Notes notes = review.call().notes();
        if (all.size() > PODS_MAX) {
            notes.warn(
                    "new PodSecurity enforce level only checked against the first %d of %d existing pods"
                            .formatted(PODS_MAX, all.size()));
        }
        if (offenders.isEmpty()) {
            return;
        }
        notes.warn(
                "existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
                        .formatted(review.call().name(), wanted));
        List<String> lines = new ArrayList<>();
        offenders.forEach((reasons, who) -> lines.add(name(who) + ": " + reasons));
        lines.stream().sorted().forEach(notes::warn);
    }

    private boolean isExempt(Pod pod) {
        @Nullable String runtimeClass = pod.spec().fields().stringOrNull("runtimeClassName");
        return runtimeClass != null && settings.runtimeClasses().contains(runtimeClass);
    }

    private static Offenders join(Offenders one, Offenders other) {
        return new Offenders(
                one.first().compareTo(other.first()) <= 0 ? one.first() : other.first(),
                one.count() + other.count());
    }

    private static String name(Offenders who) {
        return switch (who.count()) {
            case 1 -> who.first();
            case 2 -> who.first() + " (and 1 other pod)";
            default -> "%s (and %d other pods)".formatted(who.first(), who.count() - 1);
        };
    }
}

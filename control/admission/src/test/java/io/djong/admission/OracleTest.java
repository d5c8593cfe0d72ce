package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.ApiException;
import io.djong.meta.GroupVersion;
import io.djong.meta.ObjectKey;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the real kube-apiserver answered to writes, where the answer is admission's.
///
/// Validation is not here, so steps that it refuses are left out. Skipped when the records are not beside the checkout.
class OracleTest {

    private static final Set<Long> WRITTEN = Set.of(200L, 201L);

    /// What admission decides of a pod.
    private static final List<String> POD_FIELDS =
            List.of(
                    "tolerations",
                    "priority",
                    "priorityClassName",
                    "preemptionPolicy",
                    "serviceAccountName",
                    "serviceAccount",
                    "imagePullSecrets",
                    "nodeSelector",
                    "overhead");

    private final TestCluster cluster = new TestCluster(Set.of());
    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "namespace-missing",
                "namespace-terminating",
                "serviceaccount-mountable-secrets",
                "serviceaccount-pod",
                "default-tolerations",
                "default-ingress-class",
                "limitrange-defaults",
                "limitrange-min-max",
                "limitrange-no-default",
                "limitrange-pvc",
                "limitrange-ratio",
                "pod-topology-labels",
                "podsecurity-apparmor",
                "podsecurity-capabilities",
                "podsecurity-host-path",
                "podsecurity-many-baseline",
                "podsecurity-privileged",
                "podsecurity-proc-mount",
                "podsecurity-restricted-capabilities",
                "podsecurity-restricted-escalation",
                "podsecurity-restricted-non-root",
                "podsecurity-restricted-seccomp",
                "podsecurity-restricted-user",
                "podsecurity-restricted-volumes",
                "podsecurity-sysctls",
                "podsecurity-update",
                "podsecurity-versions",
                "podsecurity-warn-audit",
                "podsecurity-windows-host-process",
                "priority-classes",
                "pvc-resize",
                "quota-count",
                "quota-scopes",
                "quota-without-status",
                "runtime-class",
                "storage-in-use-protection",
                "certificate-subject-restriction"
            })
    void answersAsUpstream(String scenario) throws IOException {
        Optional<Path> records = records();
        assumeTrue(records.isPresent(), "no records beside the checkout");
        Fields file =
                Json.parseObject(Files.readAllBytes(records.get().resolve(scenario + ".json")));
        begin();

        List<@Nullable Object> steps = file.list("steps");
        for (int i = 0; i < steps.size(); i++) {
            Fields step = (Fields) Objects.requireNonNull(steps.get(i));
            Fields answer = (Fields) Objects.requireNonNull(file.list("answers").get(i));
            play(step, answer);
        }
    }

    private static Optional<Path> records() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path records = at.resolve("shared/oracle/admission");
            if (Files.isDirectory(records)) {
                return Optional.of(records);
            }
        }
        return Optional.empty();
    }

    private void begin() {
        for (String namespace : List.of("{ns}", "{other}")) {
            Fields labels = Fields.of("kubernetes.io/metadata.name", namespace);
            cluster.put(
                    "/namespaces",
                    Fields.of("metadata", Fields.of("name", namespace, "labels", labels)));
            cluster.put(
                    "/serviceaccounts",
                    Fields.of("metadata", Fields.of("name", "default", "namespace", namespace)));
        }
        cluster.put(
                "scheduling.k8s.io/priorityclasses", priority("system-node-critical", 2000001000L));
        cluster.put(
                "scheduling.k8s.io/priorityclasses",
                priority("system-cluster-critical", 2000000000L));
    }

    private static Fields priority(String name, long value) {
        return Fields.of("metadata", Fields.of("name", name), "value", value);
    }

    private record Target(
            String method,
            GroupVersion version,
            String resource,
            String subresource,
            ObjectKey key,
            boolean isDryRun) {

        static @Nullable Target of(String request) {
            String[] words = request.split(" ");
            String path = words[1].replaceFirst("\\?.*", "");
            String[] parts = path.substring(1).split("/");
            boolean isCore = parts[0].equals("api");
            int at = isCore ? 2 : 3;
            GroupVersion version =
                    isCore ? new GroupVersion("", parts[1]) : new GroupVersion(parts[1], parts[2]);
            String namespace = "";
            if (parts.length > at + 2 && parts[at].equals("namespaces")) {
                namespace = parts[at + 1];
                at += 2;
                if (parts[at].equals("finalize")) {
                    return null;
                }
            }
            String name = parts.length > at + 1 ? parts[at + 1] : "";
            String subresource = parts.length > at + 2 ? parts[at + 2] : "";
            return new Target(
                    words[0],
                    version,
                    parts[at],
                    subresource,
                    ObjectKey.of(namespace, name),
                    words[1].contains("dryRun=All"));
        }

        String groupResource() {
            return version.group() + "/" + resource;
        }
    }

    private void play(Fields step, Fields answer) {
        Target target = Target.of(step.string("request"));
        boolean isWrite =
                target != null && Set.of("POST", "PATCH", "DELETE").contains(target.method());
        boolean isOurs =
                WRITTEN.contains(answer.integer("status"))
                        || answer.fields("body").string("message").contains(" is forbidden: ")
                        || answer.fields("body").string("message").startsWith("namespaces ");
        if (!isWrite || !isOurs || target == null || isPartial(step)) {
            return;
        }
        warnings.clear();
        switch (target.method()) {
            case "DELETE" -> delete(target, answer);
            case "POST" -> create(step, target, answer);
            default -> update(step, target, answer);
        }
    }

    /// Steps that look at the stored object in another form prove nothing here.
    private static boolean isPartial(Fields step) {
        return step.fields("headers").string("Accept").contains("PartialObjectMetadata")
                || step.value("body") instanceof List;
    }

    private void delete(Target target, Fields answer) {
        Fields body = answer.fields("body");
        if (target.resource().equals("namespaces") && body.string("kind").equals("Namespace")) {
            cluster.put("/namespaces", body);
        } else if (!target.key().name().isEmpty()) {
            cluster.remove(target.groupResource(), target.key());
        }
    }

    private void create(Fields step, Target target, Fields answer) {
        Fields object = defaulted(step.fields("body"), target);
        if (!target.key().namespace().isEmpty()) {
            object = object.withAt(target.key().namespace(), "metadata", "namespace");
        }
        Review review = new Review.Create(call(step, target, object), object);
        check(step, target, answer, review);
    }

    private void update(Fields step, Target target, Fields answer) {
        Optional<Fields> old = cluster.find(target.groupResource(), target.key());
        if (old.isEmpty() && step.string("request").contains("fieldManager")) {
            create(step, target, answer);
            return;
        }
        if (old.isEmpty()) {
            return;
        }
        Fields object = (Fields) Objects.requireNonNull(merge(old.get(), step.fields("body")));
        check(
                step,
                target,
                answer,
                new Review.Update(call(step, target, object), object, old.get()));
    }

    private void check(Fields step, Target target, Fields answer, Review review) {
        String expected = answer.fields("body").string("message");
        String request = step.string("request") + " " + Json.text(step.value("body"));
        Review mutated;
        try {
            mutated = review.withObject(cluster.chain.mutate(review));
            cluster.chain.validate(mutated);
        } catch (ApiException refused) {
            assertThat(refused.getMessage()).as(request).isEqualTo(expected);
            assertThat(refused.failure().status().fields("details"))
                    .as(request)
                    .isEqualTo(answer.fields("body").fields("details"));
            return;
        }
        assertThat(answer.integer("status")).as(request).isIn(WRITTEN);
        assertThat(podSecurity(warnings)).as(request).isEqualTo(podSecurity(recorded(answer)));
        compare(request, target, mutated.object(), answer.fields("body"));
        if (!target.isDryRun() && !target.subresource().equals("binding")) {
            Fields stored = mutated.object();
            cluster.put(target.groupResource(), withStamp(stored, answer.fields("body")));
        }
    }

    private Fields withStamp(Fields stored, Fields answered) {
        cluster.clockTick();
        return answered.value("metadata") == null
                ? stored
                : stored.withAt(
                        io.djong.meta.Times.seconds(cluster.clock.now()),
                        "metadata",
                        "creationTimestamp");
    }

    private static List<String> recorded(Fields answer) {
        List<String> texts = new ArrayList<>();
        for (@Nullable Object warning : answer.list("warnings")) {
            String text = String.valueOf(warning);
            texts.add(
                    text.substring(text.indexOf('"') + 1, text.length() - 1).replace("\\\"", "\""));
        }
        return texts;
    }

    private static List<String> podSecurity(List<String> texts) {
        return texts.stream()
                .filter(text -> !text.startsWith("metadata.") && !text.startsWith("annotation "))
                .toList();
    }

    private void compare(String request, Target target, Fields object, Fields answered) {
        if (answered.value("spec") == null) {
            return;
        }
        if (target.groupResource().equals("/pods") && target.subresource().isEmpty()) {
            Fields expected = answered.fields("spec");
            for (String field : POD_FIELDS) {
                assertThat(object.fields("spec").value(field))
                        .as(field + " of " + request)
                        .isEqualTo(expected.value(field));
            }
            assertThat(resources(object)).as(request).isEqualTo(resources(answered));
            assertThat(object.fields("metadata").fields("annotations"))
                    .as(request)
                    .isEqualTo(answered.fields("metadata").fields("annotations"));
        } else {
            for (String path : List.of("storageClassName", "ingressClassName")) {
                assertThat(object.fields("spec").value(path))
                        .as(request)
                        .isEqualTo(answered.fields("spec").value(path));
            }
            assertThat(object.fields("metadata").list("finalizers"))
                    .as(request)
                    .isEqualTo(answered.fields("metadata").list("finalizers"));
        }
    }

    private static List<Fields> resources(Fields pod) {
        return PodTrees.containers(pod.fields("spec")).stream()
                .map(container -> container.fields("resources"))
                .toList();
    }

    private Call call(Fields step, Target target, Fields object) {
        String user = step.fields("headers").string("Impersonate-User");
        return new Call(
                target.version(),
                target.resource(),
                target.subresource(),
                GroupVersion.parse(object.string("apiVersion")),
                object.string("kind"),
                target.key().namespace(),
                target.key().name().isEmpty()
                        ? object.fields("metadata").string("name")
                        : target.key().name(),
                UserInfo.of(user.isEmpty() ? "admin" : user, UserInfo.MASTERS),
                target.isDryRun(),
                Fields.EMPTY,
                new Call.Notes() {
                    @Override
                    public void warn(String text) {
                        warnings.add(text);
                    }

                    @Override
                    public void annotate(String key, String value) {}
                });
    }

    /// The API server's defaults as far as admission sees them.
    private static Fields defaulted(Fields object, Target target) {
        if (!target.groupResource().equals("/pods") || !target.subresource().isEmpty()) {
            return target.groupResource().equals("/limitranges") ? limitRange(object) : object;
        }
        Fields spec = object.fields("spec");
        for (String list : List.of("containers", "initContainers")) {
            spec = PodTrees.mapObjects(spec, list, OracleTest::requestsFromLimits);
        }
        return object.with("spec", annotatedAppArmor(object, spec));
    }

    private static Fields annotatedAppArmor(Fields object, Fields spec) {
        Fields annotations = object.fields("metadata").fields("annotations");
        return PodTrees.mapObjects(
                spec,
                "containers",
                container -> {
                    String key =
                            "container.apparmor.security.beta.kubernetes.io/"
                                    + container.string("name");
                    return annotations.string(key).equals("unconfined")
                            ? container.withAt(
                                    "Unconfined", "securityContext", "appArmorProfile", "type")
                            : container;
                });
    }

    private static Fields requestsFromLimits(Fields container) {
        Fields resources = container.fields("resources");
        Fields.Builder requests = resources.fields("requests").toBuilder();
        resources
                .fields("limits")
                .forEach((name, amount) -> {
                    if (resources.fields("requests").value(name) == null) {
                        requests.set(name, amount);
                    }
                });
        return requests.size() == 0
                ? container
                : container.withAt(requests.build(), "resources", "requests");
    }

    private static Fields limitRange(Fields range) {
        return range.with(
                "spec",
                PodTrees.mapObjects(
                        range.fields("spec"),
                        "limits",
                        item -> {
                            if (!item.string("type").equals("Container")) {
                                return item;
                            }
                            Fields max = item.fields("max");
                            Fields defaults = over(max, item.fields("default"));
                            Fields requests =
                                    over(
                                            over(item.fields("min"), defaults),
                                            item.fields("defaultRequest"));
                            return item.with("default", defaults).with("defaultRequest", requests);
                        }));
    }

    private static Fields over(Fields base, Fields more) {
        Fields.Builder merged = base.toBuilder();
        more.forEach(merged::set);
        return merged.build();
    }

    private static @Nullable Object merge(@Nullable Object target, @Nullable Object patch) {
        if (!(patch instanceof Fields changes)) {
            return patch;
        }
        Fields result = target instanceof Fields fields ? fields : Fields.EMPTY;
        for (int i = 0; i < changes.size(); i++) {
            String name = changes.nameAt(i);
            Object merged = merge(result.value(name), changes.valueAt(i));
            result = merged == null ? result.without(name) : result.with(name, merged);
        }
        return result;
    }
}

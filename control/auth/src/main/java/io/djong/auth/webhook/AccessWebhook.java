package io.djong.auth.webhook;

import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Asks a program of the administrator what somebody may do, and remembers what it said.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/webhook/ Webhook Mode
public final class AccessWebhook implements Authorizer, AutoCloseable {

    /// Questions longer than that are asked anew each time, so that strange names do not fill the memory.
    private static final int REMEMBERED_LENGTH_MAX = 10_000;

    /// One authorizer of type `Webhook`.
    ///
    /// @param name of the authorizer
    /// @param version of the reviews: `v1` or `v1beta1`
    /// @param allowedTtl how long a yes holds; zero for not at all
    /// @param refusedTtl how long a no holds
    /// @param deniesOnFailure whether a question without an answer is a refusal
    /// @param conditions CEL expressions that must all hold for the program to be asked
    public record Settings(
            String name,
            Path configFile,
            String version,
            Duration allowedTtl,
            Duration refusedTtl,
            Duration timeout,
            boolean deniesOnFailure,
            List<String> conditions) {

        public static final Duration ALLOWED_TTL = Duration.ofMinutes(5);
        public static final Duration REFUSED_TTL = Duration.ofSeconds(30);
        public static final Duration TIMEOUT = Duration.ofSeconds(30);

        public Settings {
            conditions = List.copyOf(conditions);
        }
    }

    private final Settings settings;
    private final ReviewClient client;
    private final Optional<AccessConditions> conditions;
    private final Remembered<Fields, Fields> answers;

    /// @throws IllegalArgumentException if the configuration file or a condition is wrong
    public AccessWebhook(Settings settings, Threads threads, Clock clock) {
        this.settings = settings;
        this.conditions =
                settings.conditions().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new AccessConditions(settings.conditions()));
        this.client = new ReviewClient(settings.configFile(), settings.timeout(), threads, clock);
        this.answers = new Remembered<>(clock);
    }

    /// @throws IllegalArgumentException naming the condition that is wrong
    public static void check(Settings settings) {
        if (!settings.conditions().isEmpty()) {
            new AccessConditions(settings.conditions());
        }
    }

    @Override
    public Decision authorize(Attributes attributes) {
        Fields spec = spec(attributes);
        if (conditions.isPresent()) {
            AccessConditions.Verdict verdict = conditions.get().judge(spec);
            if (!verdict.error().isEmpty()) {
                return failed(verdict.error());
            }
            if (!verdict.holds()) {
                return Decision.NO_OPINION;
            }
        }
        Optional<Fields> known = answers.find(spec);
        if (known.isPresent()) {
            return decision(known.get());
        }
        try {
            Fields status = client.status(review(spec));
            if (Json.write(spec).length < REMEMBERED_LENGTH_MAX) {
                answers.put(
                        spec,
                        status,
                        status.bool("allowed") ? settings.allowedTtl() : settings.refusedTtl());
            }
            return decision(status);
        } catch (ReviewClient.Unanswered why) {
            return failed(String.valueOf(why.getMessage()));
        }
    }

    private Decision failed(String why) {
        Decision decision = settings.deniesOnFailure() ? Decision.deny("") : Decision.NO_OPINION;
        return decision.withError(why);
    }

    private static Decision decision(Fields status) {
        String reason = status.string("reason");
        boolean isAllowed = status.bool("allowed");
        boolean isDenied = status.bool("denied");
        if (isAllowed && isDenied) {
            return Decision.deny(reason)
                    .withError(
                            "webhook subject access review returned both allow and deny response");
        }
        if (isDenied) {
            return Decision.deny(reason);
        }
        return isAllowed ? Decision.allow(reason) : Decision.noOpinion(reason);
    }

    private Fields review(Fields spec) {
        Fields asked = spec;
        if (settings.version().equals("v1beta1")) {
            // Before v1 groups were called by their singular.
            asked = spec.without("groups");
            if (spec.has("groups")) {
                asked = asked.with("group", spec.list("groups"));
            }
        }
        return Fields.of(
                "apiVersion",
                "authorization.k8s.io/" + settings.version(),
                "kind",
                "SubjectAccessReview",
                "spec",
                asked);
    }

    /// The question as a `SubjectAccessReview` of v1 puts it.
    static Fields spec(Attributes asked) {
        Fields.Builder spec = Fields.builder();
        if (asked.isResourceRequest()) {
            Fields.Builder resource = Fields.builder();
            add(resource, "namespace", asked.namespace());
            add(resource, "verb", asked.verb());
            add(resource, "group", asked.group());
            add(resource, "version", asked.version());
            add(resource, "resource", asked.resource());
            add(resource, "subresource", asked.subresource());
            add(resource, "name", asked.name());
            addSelector(resource, "fieldSelector", asked.fieldSelector());
            addSelector(resource, "labelSelector", asked.labelSelector());
            spec.add("resourceAttributes", resource.build());
        } else {
            Fields.Builder path = Fields.builder();
            add(path, "path", asked.path());
            add(path, "verb", asked.verb());
            spec.add("nonResourceAttributes", path.build());
        }
        add(spec, "user", asked.user().name());
        if (!asked.user().groups().isEmpty()) {
            spec.add("groups", asked.user().groups());
        }
        if (!asked.user().extra().isEmpty()) {
            Map<String, List<String>> extra = new TreeMap<>(asked.user().extra());
            spec.add("extra", Fields.copyOf(extra));
        }
        add(spec, "uid", asked.user().uid());
        return spec.build();
    }

    private static void add(Fields.Builder document, String name, String value) {
        if (!value.isEmpty()) {
            document.add(name, value);
        }
    }

    private static void addSelector(
            Fields.Builder resource, String name, List<Attributes.Requirement> requirements) {
        if (requirements.isEmpty()) {
            return;
        }
        List<Fields> documents = new ArrayList<>();
        for (Attributes.Requirement one : requirements) {
            Fields document = Fields.of("key", one.key(), "operator", one.operator());
            documents.add(
                    one.values().isEmpty() ? document : document.with("values", one.values()));
        }
        resource.add(name, Fields.of("requirements", List.copyOf(documents)));
    }

    @Override
    public void close() {
        client.close();
    }
}

package io.djong.apiserver.resources.admissionregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.WebhookClientRules;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What webhook configurations must be like. Where upstream has become stricter over time, an update of an object that
/// breaks the newer rule already may go on doing so.
final class WebhookValidation {

    private static final List<String> HARMLESS = List.of("None", "NoneOnDryRun");
    private static final List<String> SIDE_EFFECTS =
            List.of("None", "NoneOnDryRun", "Some", "Unknown");
    private static final List<String> REINVOCATIONS = List.of("IfNeeded", "Never");
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");
    private static final long TIMEOUT_MAX = 30;

    private final boolean mutating;
    private final Expressions expressions;
    private final Leniency leniency;
    private final FieldErrors errors;

    /// What the stored object gets away with.
    private record Leniency(
            boolean conditionsAsBefore,
            boolean sideEffects,
            boolean unknownReviews,
            boolean equalNames) {

        static final Leniency NONE = new Leniency(false, false, false, false);

        static Leniency of(List<Fields> now, List<Fields> before) {
            Set<String> names = new HashSet<>();
            return new Leniency(
                    conditions(now).equals(conditions(before)),
                    before.stream()
                            .anyMatch(hook -> !HARMLESS.contains(hook.string("sideEffects"))),
                    before.stream().anyMatch(hook -> isUnknown(reviews(hook))),
                    before.stream().anyMatch(hook -> !names.add(hook.string("name"))));
        }

        private static List<Object> conditions(List<Fields> webhooks) {
            return webhooks.stream().<Object>map(hook -> hook.list("matchConditions")).toList();
        }

        private static boolean isUnknown(List<String> versions) {
            return !versions.isEmpty() && versions.stream().noneMatch(REVIEWS::contains);
        }
    }

    private WebhookValidation(
            boolean mutating, Expressions expressions, Leniency leniency, FieldErrors errors) {
        this.mutating = mutating;
        this.expressions = expressions;
        this.leniency = leniency;
        this.errors = errors;
    }

    static void validate(
            Fields object, boolean mutating, Expressions expressions, FieldErrors errors) {
        new WebhookValidation(mutating, expressions, Leniency.NONE, errors)
                .all(Trees.objects(object, "webhooks"));
    }

    static void validateUpdate(
            Fields object,
            Fields before,
            boolean mutating,
            Expressions expressions,
            FieldErrors errors) {
        List<Fields> webhooks = Trees.objects(object, "webhooks");
        Leniency leniency = Leniency.of(webhooks, Trees.objects(before, "webhooks"));
        new WebhookValidation(mutating, expressions, leniency, errors).all(webhooks);
    }

    private void all(List<Fields> webhooks) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < webhooks.size(); i++) {
            FieldPath path = FieldPath.of("webhooks").index(i);
            Fields webhook = webhooks.get(i);
            one(webhook, path);
            reviewVersions(reviews(webhook), path.child("admissionReviewVersions"));
            String name = webhook.string("name");
            if (!leniency.equalNames && !name.isEmpty() && !names.add(name)) {
                errors.duplicate(path.child("name"), name);
            }
        }
    }

    private void one(Fields webhook, FieldPath path) {
        name(webhook.string("name"), path.child("name"));
        List<Fields> rules = Trees.objects(webhook, "rules");
        for (int i = 0; i < rules.size(); i++) {
            RuleValidation.rule(rules.get(i), path.child("rules").index(i), errors);
        }
        ifSet(webhook, "failurePolicy", MatchValidation.FAILURE_POLICIES, path);
        ifSet(webhook, "matchPolicy", MatchValidation.MATCH_POLICIES, path);
        List<String> allowed = leniency.sideEffects ? SIDE_EFFECTS : HARMLESS;
        if (!Trees.isSet(webhook, "sideEffects")) {
            errors.required(
                    path.child("sideEffects"), "must specify one of " + String.join(", ", allowed));
        }
        ifSet(webhook, "sideEffects", allowed, path);
        Long timeout = webhook.integerOrNull("timeoutSeconds");
        if (timeout != null && (timeout < 1 || timeout > TIMEOUT_MAX)) {
            errors.invalid(
                    path.child("timeoutSeconds"),
                    timeout,
                    "the timeout value must be between 1 and 30 seconds");
        }
        for (String name : List.of("namespaceSelector", "objectSelector")) {
            LabelSelectorRules.validate(webhook.fieldsOrNull(name), path.child(name), errors);
        }
        if (mutating) {
            ifSet(webhook, "reinvocationPolicy", REINVOCATIONS, path);
        }
        WebhookClientRules.validate(
                webhook.fields("clientConfig"), path.child("clientConfig"), errors);
        if (!leniency.conditionsAsBefore) {
            MatchValidation.conditions(
                    Trees.objects(webhook, "matchConditions"),
                    Fields.EMPTY,
                    expressions,
                    path.child("matchConditions"),
                    errors);
        }
    }

    private void ifSet(Fields webhook, String name, List<String> supported, FieldPath path) {
        String value = webhook.stringOrNull(name);
        if (value != null) {
            Checks.supported(value, supported, path.child(name), errors);
        }
    }

    private void name(String name, FieldPath path) {
        List<String> wrong = Names.dnsSubdomain(name);
        if (name.isEmpty()) {
            errors.required(path, "");
        } else if (!wrong.isEmpty()) {
            errors.invalid(path, name, String.join(",", wrong));
        } else if (name.split("\\.", -1).length < 3) {
            errors.invalid(
                    path,
                    name,
                    "should be a domain with at least three segments separated by dots");
        }
    }

    private static List<String> reviews(Fields webhook) {
        return Trees.texts(webhook, "admissionReviewVersions");
    }

    private void reviewVersions(List<String> versions, FieldPath path) {
        String known = String.join(", ", REVIEWS);
        if (versions.isEmpty()) {
            errors.required(path, "must specify one of " + known);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i);
            if (seen.add(version)) {
                errors.invalid(path.index(i), version, Names.dns1035Label(version));
            } else {
                errors.invalid(path.index(i), version, "duplicate version");
            }
        }
        if (!leniency.unknownReviews && versions.stream().noneMatch(REVIEWS::contains)) {
            errors.invalid(path, versions, "must include at least one of " + known);
        }
    }
}

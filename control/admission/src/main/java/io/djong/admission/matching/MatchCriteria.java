package io.djong.admission.matching;

import io.djong.admission.Review;
import io.djong.api.Selectors;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.LabelSelector;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a webhook's rules and selectors, or a policy's `matchConstraints`, ask for.
///
/// @param hasRules false when a binding names none, which matches all that its policy matches
public record MatchCriteria(
        LabelSelector namespaces,
        LabelSelector objects,
        boolean hasRules,
        List<Rule> rules,
        List<Rule> excluded,
        boolean isEquivalent) {

    /// Matches everything.
    public static final MatchCriteria ALL = ofPolicy(Fields.EMPTY);

    /// Reads the labels of namespaces.
    @FunctionalInterface
    public interface NamespaceLabels {
        Optional<Map<String, String>> find(String namespace);
    }

    /// `matchConstraints` of a policy or `matchResources` of a binding.
    public static MatchCriteria ofPolicy(Fields matchResources) {
        return of(matchResources, "resourceRules");
    }

    /// One of `webhooks`.
    public static MatchCriteria ofWebhook(Fields webhook) {
        MatchCriteria read = of(webhook, "rules");
        return new MatchCriteria(
                read.namespaces, read.objects, true, read.rules, List.of(), read.isEquivalent);
    }

    private static MatchCriteria of(Fields tree, String rulesName) {
        List<Rule> rules = rules(tree, rulesName);
        return new MatchCriteria(
                selector(tree.fieldsOrNull("namespaceSelector")),
                selector(tree.fieldsOrNull("objectSelector")),
                !rules.isEmpty(),
                rules,
                rules(tree, "excludeResourceRules"),
                !tree.string("matchPolicy").equals("Exact"));
    }

    private static List<Rule> rules(Fields tree, String name) {
        return tree.list(name).stream()
                .filter(Fields.class::isInstance)
                .map(rule -> Rule.of((Fields) rule))
                .toList();
    }

    private static LabelSelector selector(@Nullable Fields selector) {
        return selector == null
                ? LabelSelector.EVERYTHING
                : Selectors.of(new io.djong.api.meta.v1.LabelSelector(selector));
    }

    /// What of the request is matched, or empty when it is not meant.
    ///
    /// @throws ApiException when it would be meant but its namespace is not there
    public Optional<Target> match(Review review, NamespaceLabels labels, Equivalents equivalents) {
        // Rules first: most requests end here, before any look-up.
        Optional<Target> target = matchRules(review, equivalents);
        return target.isPresent() && selectsObject(review) && selectsNamespace(review, labels)
                ? target
                : Optional.empty();
    }

    private Optional<Target> matchRules(Review review, Equivalents equivalents) {
        if (find(excluded, review, equivalents) != null) {
            return Optional.empty();
        }
        return hasRules
                ? Optional.ofNullable(find(rules, review, equivalents))
                : Optional.of(Target.of(review.call()));
    }

    private @Nullable Target find(List<Rule> among, Review review, Equivalents equivalents) {
        if (among.isEmpty()) {
            return null;
        }
        GroupVersion version = review.call().resourceVersion();
        String resource = review.call().resource();
        for (Rule rule : among) {
            if (rule.matches(review, version, resource)) {
                return Target.of(review.call());
            }
        }
        if (!isEquivalent) {
            return null;
        }
        List<Target> others = equivalents.of(version, resource, review.call().subresource());
        for (Rule rule : among) {
            for (Target other : others) {
                if (rule.matches(review, other.resourceVersion(), other.resource())) {
                    return other;
                }
            }
        }
        return null;
    }

    private boolean selectsObject(Review review) {
        return objects.isEverything() || selects(review.object()) || selects(review.old());
    }

    private boolean selects(Fields object) {
        return object.has("metadata")
                && objects.matches(texts(object.fields("metadata").fields("labels")));
    }

    private boolean selectsNamespace(Review review, NamespaceLabels labels) {
        if (namespaces.isEverything()) {
            return true;
        }
        boolean isNamespace = review.isOf("", "namespaces");
        String namespace =
                isNamespace && review.call().namespace().isEmpty()
                        ? review.call().name()
                        : review.call().namespace();
        if (isNamespace && !(review instanceof Review.Delete)) {
            return namespaces.matches(texts(review.object().fields("metadata").fields("labels")));
        }
        if (namespace.isEmpty()) {
            return true;
        }
        return namespaces.matches(
                labels.find(namespace)
                        .orElseThrow(() ->
                                new ApiException(Failure.notFound("", "namespaces", namespace))));
    }

    private static Map<String, String> texts(Fields labels) {
        Map<String, String> texts = new HashMap<>();
        labels.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}

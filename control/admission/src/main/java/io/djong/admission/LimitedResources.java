package io.djong.admission;

import io.djong.api.core.v1.ResourceQuota;
import io.djong.api.quota.Evaluator;
import io.djong.api.quota.Usage;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What may be had only where a quota speaks of it, as the administrator says.
///
/// @spec https://kubernetes.io/docs/concepts/policy/resource-quotas/#limit-priority-class-consumption-by-default Limit Priority Class consumption by default
final class LimitedResources {

    private final List<Fields> limits;

    /// @param configuration a `ResourceQuotaConfiguration`
    LimitedResources(Fields configuration) {
        this.limits = PodTrees.objects(configuration, "limitedResources");
    }

    boolean isNothing() {
        return limits.isEmpty();
    }

    /// @param used what the request adds
    /// @param covering the quotas whose scopes the object is in
    void requireCovered(
            Review review, Evaluator evaluator, Usage used, List<ResourceQuota> covering) {
        Set<String> names = new TreeSet<>();
        List<Fields> scopes = new ArrayList<>();
        for (Fields limit : limits) {
            if (limit.string("apiGroup").equals(review.call().group())
                    && limit.string("resource").equals(review.call().resource())) {
                addNames(limit, used, names);
                addScopes(limit, evaluator, review.object(), scopes);
            }
        }
        Set<String> coveredScopes = new HashSet<>();
        for (ResourceQuota quota : covering) {
            Fields spec = quota.fields().fields("spec");
            names.removeAll(evaluator.matching(spec.fields("hard").keySet()));
            spec.list("scopes").forEach(scope -> coveredScopes.add(String.valueOf(scope)));
            PodTrees.objects(spec.fields("scopeSelector"), "matchExpressions")
                    .forEach(selector -> coveredScopes.add(selector.string("scopeName")));
        }
        scopes.removeIf(selector -> coveredScopes.contains(selector.string("scopeName")));
        if (!names.isEmpty()) {
            throw review.forbidden("insufficient quota to consume: " + String.join(",", names));
        }
        if (!scopes.isEmpty()) {
            throw review.forbidden(
                    "insufficient quota to match these scopes: ["
                            + String.join(" ", scopes.stream().map(LimitedResources::text).toList())
                            + "]");
        }
    }

    private static void addNames(Fields limit, Usage used, Set<String> names) {
        for (String name : used.withoutZeros().amounts().keySet()) {
            for (@Nullable Object part : limit.list("matchContains")) {
                if (part instanceof String text && name.contains(text)) {
                    names.add(name);
                }
            }
        }
    }

    private static void addScopes(
            Fields limit, Evaluator evaluator, Fields object, List<Fields> scopes) {
        for (Fields selector : PodTrees.objects(limit, "matchScopes")) {
            if (evaluator.isIn(selector, object)) {
                scopes.add(selector);
            }
        }
    }

    /// As Go prints it.
    private static String text(Fields selector) {
        List<String> values = selector.list("values").stream().map(String::valueOf).toList();
        return "{%s %s [%s]}"
                .formatted(
                        selector.string("scopeName"),
                        selector.string("operator"),
                        String.join(" ", values));
    }
}

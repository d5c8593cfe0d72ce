package io.djong.apiserver.resources.admissionregistration;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.meta.tree.Fields;

/// The defaults of rules and selectors that webhooks and policies share.
final class MatchDefaults {

    private MatchDefaults() {}

    /// The selectors and the match policy of a webhook or of match constraints.
    static Fields matching(Fields given) {
        Fields matching = orElse(given, "matchPolicy", "Equivalent");
        matching = orElse(matching, "namespaceSelector", Fields.EMPTY);
        return orElse(matching, "objectSelector", Fields.EMPTY);
    }

    static Fields constraints(Fields given) {
        Fields constraints = each(given, "resourceRules", MatchDefaults::rule);
        return matching(each(constraints, "excludeResourceRules", MatchDefaults::rule));
    }

    static Fields rule(Fields rule) {
        return orElse(rule, "scope", "*");
    }
}

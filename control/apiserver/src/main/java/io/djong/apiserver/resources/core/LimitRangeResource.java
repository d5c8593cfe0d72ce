package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.meta.tree.Fields;

/// LimitRanges.
///
/// @spec https://kubernetes.io/docs/concepts/policy/limit-range/ Limit Ranges
final class LimitRangeResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return within(object, "spec", spec -> each(spec, "limits", LimitRangeResource::limit));
    }

    /// What a container does not say follows from what it may say at most and at least.
    private static Fields limit(Fields limit) {
        if (!limit.string("type").equals("Container")) {
            return limit;
        }
        Fields limits = completed(limit.fields("default"), limit.fields("max"));
        Fields requests = completed(limit.fields("defaultRequest"), limits);
        requests = completed(requests, limit.fields("min"));
        Fields changed = limits.isEmpty() ? limit : limit.with("default", limits);
        return requests.isEmpty() ? changed : changed.with("defaultRequest", requests);
    }

    private static Fields completed(Fields amounts, Fields from) {
        Fields completed = amounts;
        for (int i = 0; i < from.size(); i++) {
            if (!completed.has(from.nameAt(i))) {
                completed = completed.with(from.nameAt(i), from.valueAt(i));
            }
        }
        return completed;
    }
}

package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// Access reviews of `authorization.k8s.io/v1beta1`, which call the groups of a user `group`.
final class AccessReviewForm implements LegacyForm {

    @Override
    public Fields toToday(Fields old) {
        return within(old, "spec", spec -> Moves.renamed(spec, "group", "groups"));
    }

    @Override
    public Fields toOld(Fields today) {
        return within(today, "spec", spec -> Moves.renamed(spec, "groups", "group"));
    }
}

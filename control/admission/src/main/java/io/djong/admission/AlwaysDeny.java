package io.djong.admission;

import io.djong.meta.tree.Fields;

/// Lets nothing pass; for tests of what depends on it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwaysdeny AlwaysDeny
public final class AlwaysDeny implements AdmissionPlugin {

    private static final String WHY = "admission control is denying all modifications";

    @Override
    public Fields mutate(Review review) {
        throw review.forbidden(WHY);
    }

    @Override
    public void validate(Review review) {
        throw review.forbidden(WHY);
    }
}

package io.djong.admission;

import io.djong.meta.tree.Fields;

/// One rule about writes. A plug-in completes objects ([#mutate]), refuses them ([#validate]), or both.
///
/// A refusal is an [io.djong.meta.ApiException] with upstream's text. Some plug-ins refuse while mutating, because
/// their refusal has to come before those of later plug-ins.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/ Admission controllers
public interface AdmissionPlugin {

    /// As in `--enable-admission-plugins`.
    default String name() {
        return getClass().getSimpleName();
    }

    /// The object as it shall be; for a review without an object, whatever [Review#object] says.
    default Fields mutate(Review review) {
        return review.object();
    }

    /// Returns when there is no objection.
    default void validate(Review review) {}
}

package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps services from claiming addresses of others. Addresses that are there may stay or go.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips DenyServiceExternalIPs
public final class DenyServiceExternalIPs implements AdmissionPlugin {

    @Override
    public void validate(Review review) {
        boolean isWrite = review instanceof Review.Create || review instanceof Review.Update;
        if (!isWrite || !review.isOf("", "services")) {
            return;
        }
        if (!addresses(review.old()).containsAll(addresses(review.object()))) {
            throw review.forbidden("Use of external IPs is denied by admission control.");
        }
    }

    private static List<@Nullable Object> addresses(Fields service) {
        return service.fields("spec").list("externalIPs");
    }
}

package io.djong.auth.token;

import io.djong.api.core.v1.Secret;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Names around tokens that lie in secrets.
///
/// @spec https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-legacy-token-last-used Legacy token labels
public final class LegacyTokens {

    public static final String TYPE = "kubernetes.io/service-account-token";
    public static final String LAST_USED = "kubernetes.io/legacy-token-last-used";
    public static final String INVALID_SINCE = "kubernetes.io/legacy-token-invalid-since";

    /// Notes since when uses are noted.
    public static final ObjectKey TRACKING =
            ObjectKey.of("kube-system", "kube-apiserver-legacy-service-account-token-tracking");

    private LegacyTokens() {}

    /// A merge patch for that very secret.
    public static Fields label(Secret secret, String label, LocalDate day) {
        return Fields.of(
                "metadata",
                Fields.of("uid", secret.uid(), "labels", Fields.of(label, day.toString())));
    }

    /// The note of an API server that begins to note uses.
    public static Fields trackingSince(Instant now) {
        Fields metadata = Fields.of("name", TRACKING.name(), "namespace", TRACKING.namespace());
        String since = LocalDate.ofInstant(now, ZoneOffset.UTC).toString();
        return Fields.of("apiVersion", "v1", "kind", "ConfigMap", "metadata", metadata)
                .with("data", Fields.of("since", since));
    }
}

package io.djong.cel;

/// What the expressions of one request may still cost together; confined to the request's thread.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/apis/cel/config.go Limits
public final class Budget {

    /// For one evaluation: about 0.1 s.
    public static final long PER_CALL = 1_000_000;

    /// For all expressions of one policy, or of one custom resource: about 1 s.
    public static final long PER_REQUEST = 10_000_000;

    /// For all match conditions of one policy or webhook.
    public static final long MATCH_CONDITIONS = 2_500_000;

    private long remaining;

    public Budget(long remaining) {
        this.remaining = remaining;
    }

    /// Takes what an evaluation has cost; false when that was more than there was.
    public boolean charge(long cost) {
        remaining -= cost;
        return remaining >= 0;
    }

    public boolean isSpent() {
        return remaining < 0;
    }

    public long remaining() {
        return remaining;
    }
}

package io.djong.store;

import java.time.Duration;

/// How much history is kept: what any of the three limits excludes is dropped.
///
/// @param age older changes are dropped
/// @param versions at most so many superseded versions are kept
/// @param bytes at most so many bytes of superseded values are kept
public record Retention(Duration age, long versions, long bytes) {

    public Retention {
        if (!age.isPositive() || versions < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "retention: each limit must be positive: %s, %d versions, %d bytes"
                            .formatted(age, versions, bytes));
        }
    }

    /// As kube-apiserver asks of etcd: `--etcd-compaction-interval`.
    ///
    /// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver flags
    public static final Duration DEFAULT_AGE = Duration.ofMinutes(5);

    /// Ten minutes of 400 changes a second.
    public static final long DEFAULT_VERSIONS = 250_000;

    public static final long DEFAULT_BYTES = 256L << 20;

    /// Nothing is dropped but by [Store#compact].
    public static Retention forEver() {
        return new Retention(Duration.ofMillis(Long.MAX_VALUE), Long.MAX_VALUE, Long.MAX_VALUE);
    }

    public static Retention defaults() {
        return new Retention(DEFAULT_AGE, DEFAULT_VERSIONS, DEFAULT_BYTES);
    }
}

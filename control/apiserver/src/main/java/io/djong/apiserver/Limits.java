package io.djong.apiserver;

import java.time.Duration;

/// What clients may ask of an API server at once. Names and defaults are those of kube-apiserver's flags.
///
/// @param fairness `--enable-priority-and-fairness`
/// @param readsInFlight `--max-requests-inflight`
/// @param writesInFlight `--max-mutating-requests-inflight`
/// @param requestTimeout `--request-timeout`
public record Limits(
        boolean fairness, int readsInFlight, int writesInFlight, Duration requestTimeout) {

    public static Limits defaults() {
        return new Limits(true, 400, 200, Duration.ofSeconds(60));
    }

    public Limits withFairness(boolean wanted) {
        return new Limits(wanted, readsInFlight, writesInFlight, requestTimeout);
    }

    public Limits withInFlight(int reads, int writes) {
        return new Limits(fairness, reads, writes, requestTimeout);
    }

    public Limits withRequestTimeout(Duration timeout) {
        return new Limits(fairness, readsInFlight, writesInFlight, timeout);
    }
}

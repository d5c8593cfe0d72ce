package io.djong.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Which keys are held by leases, and until when at least. Guarded by itself.
final class LeaseLog {

    private final Map<String, Instant> heldUntil = new TreeMap<>();

    /// `key` was acknowledged, held by a lease that is as long as this.
    synchronized void holds(String key, Instant acknowledged, Duration length) {
        heldUntil.put(key, acknowledged.plus(length));
    }

    /// What is wrong when all leases ought to have ended.
    synchronized List<String> violations(Predicate<String> exists) {
        List<String> violations = new ArrayList<>();
        for (String key : heldUntil.keySet()) {
            if (exists.test(key)) {
                violations.add(key + " outlived its lease");
            }
        }
        return violations;
    }

    synchronized int size() {
        return heldUntil.size();
    }
}

package io.djong.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts times into buckets that are each 2 % wider than the one before. Any number of threads may add.
final class Percentiles {

    private static final double STEP = Math.log(1.02);
    private static final int BUCKETS = 1200;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long nanos) {
        int bucket = (int) (Math.log((double) Math.max(nanos, 1)) / STEP);
        counts.incrementAndGet(Math.min(bucket, BUCKETS - 1));
    }

    long count() {
        return Arrays.stream(snapshot()).sum();
    }

    /// Milliseconds within which `share` of all were; 0 when there are none.
    double millis(double share) {
        long[] now = snapshot();
        long left = (long) Math.ceil(Arrays.stream(now).sum() * share);
        for (int i = 0; i < BUCKETS; i++) {
            left -= now[i];
            if (left <= 0) {
                return Math.exp((i + 0.5) * STEP) / 1e6;
            }
        }
        return 0;
    }

    private long[] snapshot() {
        long[] now = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            now[i] = counts.get(i);
        }
        return now;
    }
}

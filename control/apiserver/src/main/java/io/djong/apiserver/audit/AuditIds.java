package io.djong.apiserver.audit;

import io.djong.apiserver.requests.Call;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// Names for requests: unique, but no secret, so that they cost next to nothing.
final class AuditIds {

    private static final int LENGTH_MAX = 64;
    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final long VERSION = 0x4000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final long high;
    private final AtomicLong low;

    AuditIds(RandomGenerator random) {
        this.high = random.nextLong();
        this.low = new AtomicLong(random.nextLong());
    }

    /// The client's own name for it, when it has one that fits.
    String of(Call call) {
        String given = call.headers().firstOr("audit-id", "");
        return given.isEmpty() ? next() : given.substring(0, Math.min(given.length(), LENGTH_MAX));
    }

    private String next() {
        long seed = low.getAndAdd(STEP);
        long first = mixed(seed ^ high);
        long second = mixed(seed + high);
        return new UUID((first & ~0xf000L) | VERSION, (second & ~0xc000000000000000L) | VARIANT)
                .toString();
    }

    private static long mixed(long seed) {
        long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}

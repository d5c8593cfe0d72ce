package io.djong.apiserver.allocation;

import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The node ports, and which of them are taken. Small lock.
///
/// As with addresses, a lower band is left to those who ask for a port by number.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/#avoid-nodeport-collisions Avoid NodePort collisions
final class PortRange {

    private static final int STATIC_BAND_MAX = 128;
    private static final int STATIC_BAND_MIN = 16;

    private final int first;
    private final int last;
    private final RandomGenerator random;
    private final BitSet taken = new BitSet();

    PortRange(int first, int last, RandomGenerator random) {
        this.first = first;
        this.last = last;
        this.random = random;
    }

    String text() {
        return first + "-" + last;
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }

    synchronized boolean has(int port) {
        return port >= 0 && taken.get(port);
    }

    synchronized boolean take(int port) {
        if (taken.get(port)) {
            return false;
        }
        taken.set(port);
        return true;
    }

    synchronized void release(int port) {
        taken.clear(port);
    }

    synchronized @Nullable Integer takeAny() {
        int size = last - first + 1;
        int band = Math.min(Math.max(STATIC_BAND_MIN, size / 32), STATIC_BAND_MAX);
        band = band >= size ? 0 : band;
        int dynamic = size - band;
        int start = random.nextInt(dynamic);
        for (int i = 0; i < size; i++) {
            int port = i < dynamic ? first + band + (start + i) % dynamic : first + (i - dynamic);
            if (!taken.get(port)) {
                taken.set(port);
                return port;
            }
        }
        return null;
    }
}

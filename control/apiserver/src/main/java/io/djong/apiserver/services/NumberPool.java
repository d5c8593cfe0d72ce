package io.djong.apiserver.services;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/// Numbers from 0 to a bound, each given once. A small lock.
///
/// Numbers that nobody asks for by name come from the upper part while it lasts, so that people who choose their own from the
/// lower part rarely meet one that is taken.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/cluster-ip-allocation/ Service ClusterIP allocation
final class NumberPool {

    private final int size;
    private final int lower;
    private final RandomGenerator random;
    private final BitSet taken = new BitSet();

    /// @param lower how many numbers are left to those who choose
    NumberPool(int size, int lower, RandomGenerator random) {
        this.size = size;
        this.lower = lower;
        this.random = random;
    }

    /// Upstream's size of the lower part: a sixteenth, from 16 to 256.
    static int lowerOf(int size) {
        return size <= 16 ? 0 : Math.clamp(size / 16, 16, 256);
    }

    /// Any free number, or -1 when none is left.
    synchronized int take() {
        int number = takeBetween(lower, size);
        return number >= 0 ? number : takeBetween(0, lower);
    }

    private int takeBetween(int first, int end) {
        if (first >= end) {
            return -1;
        }
        int start = first + random.nextInt(end - first);
        int number = taken.nextClearBit(start);
        if (number >= end) {
            number = taken.nextClearBit(first);
        }
        if (number >= end) {
            return -1;
        }
        taken.set(number);
        return number;
    }

    /// Whether it was free, and is taken now.
    synchronized boolean takeAs(int number) {
        if (taken.get(number)) {
            return false;
        }
        taken.set(number);
        return true;
    }

    synchronized void release(int number) {
        taken.clear(number);
    }
}

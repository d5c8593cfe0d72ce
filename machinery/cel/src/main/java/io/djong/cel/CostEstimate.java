package io.djong.cel;

/// The least and the most that something costs, or how large it is. Unsigned; overflow sticks at the top.
record CostEstimate(long min, long max) {

    static final long TOP = -1;
    private static final double TWO_TO_64 = 0x1p64;

    static final CostEstimate ZERO = new CostEstimate(0, 0);
    static final CostEstimate ONE = new CostEstimate(1, 1);
    static final CostEstimate UNKNOWN = new CostEstimate(0, TOP);

    static CostEstimate of(long fixed) {
        return new CostEstimate(fixed, fixed);
    }

    CostEstimate plus(CostEstimate other) {
        return new CostEstimate(add(min, other.min), add(max, other.max));
    }

    CostEstimate times(CostEstimate other) {
        return new CostEstimate(multiply(min, other.min), multiply(max, other.max));
    }

    CostEstimate times(double factor) {
        return new CostEstimate(scale(min, factor), scale(max, factor));
    }

    CostEstimate union(CostEstimate other) {
        return new CostEstimate(
                Long.compareUnsigned(other.min, min) < 0 ? other.min : min,
                Long.compareUnsigned(other.max, max) > 0 ? other.max : max);
    }

    static long add(long x, long y) {
        return y != 0 && Long.compareUnsigned(x, TOP - y) > 0 ? TOP : x + y;
    }

    static long multiply(long x, long y) {
        return y != 0 && Long.compareUnsigned(x, Long.divideUnsigned(TOP, y)) > 0 ? TOP : x * y;
    }

    static long scale(long x, double factor) {
        double scaled = Math.ceil(toDouble(x) * factor);
        return scaled >= TWO_TO_64 ? TOP : fromDouble(scaled);
    }

    static double toDouble(long unsigned) {
        return unsigned >= 0 ? unsigned : (double) (unsigned >>> 1) * 2;
    }

    private static long fromDouble(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) + Long.MIN_VALUE;
    }
}

package io.djong.apiserver.fairness;

/// How many seats a level wanted over time. Guarded by the level's lock.
final class Demand {

    /// The share of the old envelope that is kept when demand falls, as upstream's.
    private static final double SLOWNESS = 0.977;

    private long since;
    private double value;
    private double sum;
    private double squares;
    private double elapsed;
    private double peak;
    private double smooth;

    Demand(long now) {
        since = now;
    }

    /// Of one period.
    record Seen(double peak, double smooth) {}

    void set(long now, double seats) {
        advance(now);
        value = seats;
        peak = Math.max(peak, seats);
    }

    private void advance(long now) {
        double passed = now - since;
        since = now;
        elapsed += passed;
        sum += value * passed;
        squares += value * value * passed;
    }

    /// Ends a period.
    Seen take(long now) {
        advance(now);
        double average = elapsed > 0 ? sum / elapsed : value;
        double variance = elapsed > 0 ? Math.max(0, squares / elapsed - average * average) : 0;
        double envelope = Math.min(peak, average + Math.sqrt(variance));
        smooth = Math.max(envelope, SLOWNESS * smooth + (1 - SLOWNESS) * envelope);
        Seen seen = new Seen(peak, smooth);
        sum = 0;
        squares = 0;
        elapsed = 0;
        peak = value;
        return seen;
    }
}

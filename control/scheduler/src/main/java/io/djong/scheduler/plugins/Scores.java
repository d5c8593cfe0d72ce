package io.djong.scheduler.plugins;

import io.djong.scheduler.ScorePlugin;

/// Brings raw scores into the range from 0 to [ScorePlugin#MAX].
final class Scores {

    private Scores() {}

    /// In proportion to the largest; with `reverse`, the smallest raw score is best.
    static long[] normalized(long[] raw, boolean reverse) {
        long largest = 0;
        for (long score : raw) {
            largest = Math.max(largest, score);
        }
        for (int i = 0; i < raw.length; i++) {
            long score = largest == 0 ? 0 : ScorePlugin.MAX * raw[i] / largest;
            raw[i] = reverse ? ScorePlugin.MAX - score : score;
        }
        return raw;
    }
}

package io.djong.apiserver.fairness;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Moves seats from levels that do not need all of theirs to those that could use more.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#prioritylevelconfiguration Borrowing and lending
final class Lending {

    private static final double PERCENT = 100;

    private Lending() {}

    static void apply(Collection<Level> all, long now) {
        List<Level> levels = new ArrayList<>();
        List<SeatAllocation.Want> wants = new ArrayList<>();
        double total = 0;
        for (Level level : all) {
            LevelConfig config = level.config();
            if (config.exempt()) {
                continue;
            }
            Demand.Seen seen = level.takeDemand(now);
            levels.add(level);
            wants.add(want(config, level.standing().nominal(), seen));
            total += level.standing().nominal();
        }
        double[] seats = SeatAllocation.share(total, wants);
        for (int i = 0; i < seats.length; i++) {
            levels.get(i).limitTo((int) Math.round(seats[i]), now);
        }
    }

    /// What is lendable is given away only as far as it was not needed.
    static SeatAllocation.Want want(LevelConfig config, int nominal, Demand.Seen seen) {
        double lendable = Math.round(nominal * config.lendablePercent() / PERCENT);
        Integer percent = config.borrowingLimitPercent();
        double most =
                percent == null
                        ? Double.MAX_VALUE
                        : nominal + Math.round(nominal * percent / PERCENT);
        double least = Math.max(nominal - lendable, Math.min(nominal, seen.peak()));
        return new SeatAllocation.Want(least, Math.max(least, seen.smooth()), most);
    }
}

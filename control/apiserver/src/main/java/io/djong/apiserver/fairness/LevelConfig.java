package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.ExemptPriorityLevelConfiguration;
import io.djong.api.flowcontrol.v1.LimitedPriorityLevelConfiguration;
import io.djong.api.flowcontrol.v1.PriorityLevelConfiguration;
import io.djong.api.flowcontrol.v1.QueuingConfiguration;
import org.jspecify.annotations.Nullable;

/// What a priority level says of itself.
///
/// @param borrowingLimitPercent null for no limit
/// @param queues 0 when requests that find no seat are turned away
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/priority-level-configuration-v1/ PriorityLevelConfiguration
record LevelConfig(
        String name,
        String uid,
        boolean exempt,
        int shares,
        int lendablePercent,
        @Nullable Integer borrowingLimitPercent,
        int queues,
        int handSize,
        int queueLength) {

    private static final int SHARES = 30;

    static LevelConfig of(PriorityLevelConfiguration level) {
        String name = level.metadata().name();
        String uid = level.metadata().uid();
        LimitedPriorityLevelConfiguration limited = level.spec().limited();
        if (level.spec().type().equals("Exempt") || limited == null) {
            ExemptPriorityLevelConfiguration exempt = level.spec().exempt();
            return new LevelConfig(
                    name,
                    uid,
                    true,
                    exempt == null ? 0 : or(exempt.nominalConcurrencyShares(), 0),
                    exempt == null ? 0 : or(exempt.lendablePercent(), 0),
                    null,
                    0,
                    0,
                    0);
        }
        QueuingConfiguration queuing = limited.limitResponse().queuing();
        if (!limited.limitResponse().type().equals("Queue")) {
            queuing = null;
        }
        return new LevelConfig(
                name,
                uid,
                false,
                or(limited.nominalConcurrencyShares(), SHARES),
                or(limited.lendablePercent(), 0),
                limited.borrowingLimitPercent(),
                queuing != null ? queuing.queues() : 0,
                queuing != null ? queuing.handSize() : 0,
                queuing != null ? queuing.queueLengthLimit() : 0);
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}

package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import java.util.function.UnaryOperator;

/// PriorityLevelConfigurations of `flowcontrol.apiserver.k8s.io/v1beta1` to `v1beta3`. In all of them zero shares means
/// "not said"; the third marks in an annotation that zero is meant.
final class PriorityLevelForm implements LegacyForm {

    private static final String ZERO_MEANT =
            "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";
    private static final String TODAY = "nominalConcurrencyShares";
    private static final String FIRST = "assuredConcurrencyShares";
    private static final long SHARES = 30;

    private final boolean third;

    PriorityLevelForm(String version) {
        this.third = version.endsWith("v1beta3");
    }

    @Override
    public Fields defaults(Fields old) {
        boolean zeroMeant = third && old.fields("metadata").fields("annotations").has(ZERO_MEANT);
        return zeroMeant
                ? old
                : limited(old, limited -> filled(limited, third ? TODAY : FIRST, SHARES));
    }

    @Override
    public Fields toToday(Fields old) {
        return third
                ? Moves.unannotated(old, ZERO_MEANT)
                : limited(old, limited -> Moves.renamed(limited, FIRST, TODAY));
    }

    @Override
    public Fields toOld(Fields today) {
        if (!third) {
            return limited(today, limited -> Moves.renamed(limited, TODAY, FIRST));
        }
        Fields limited = today.fields("spec").fieldsOrNull("limited");
        return limited != null && limited.integer(TODAY) == 0
                ? Moves.annotated(today, ZERO_MEANT, "")
                : today;
    }

    private static Fields limited(Fields level, UnaryOperator<Fields> change) {
        return within(level, "spec", spec -> within(spec, "limited", change));
    }
}

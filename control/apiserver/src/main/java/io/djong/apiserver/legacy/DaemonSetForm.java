package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// DaemonSets of `extensions/v1beta1` and `apps/v1beta2`. The first was updated by hand, and counted its templates in a
/// field that today's version keeps in an annotation.
final class DaemonSetForm implements LegacyForm {

    private static final String GENERATION = "deprecated.daemonset.template.generation";

    private final boolean first;

    DaemonSetForm(String version) {
        this.first = version.equals("extensions/v1beta1");
    }

    @Override
    public Fields defaults(Fields old) {
        return first
                ? within(
                        WorkloadDefaults.labelled(old),
                        "spec",
                        spec ->
                                always(
                                        spec,
                                        "updateStrategy",
                                        strategy -> filled(strategy, "type", "OnDelete")))
                : old;
    }

    @Override
    public Fields toToday(Fields old) {
        Long generation = old.fields("spec").integerOrNull("templateGeneration");
        if (!first || generation == null) {
            return old;
        }
        Fields rest = old.with("spec", old.fields("spec").without("templateGeneration"));
        return Moves.annotated(rest, GENERATION, Long.toString(generation));
    }

    @Override
    public Fields toOld(Fields today) {
        Long generation = Numbers.parse(Moves.annotation(today, GENERATION));
        return first && generation != null
                ? Moves.unannotated(today, GENERATION)
                        .withAt(generation, "spec", "templateGeneration")
                : today;
    }
}

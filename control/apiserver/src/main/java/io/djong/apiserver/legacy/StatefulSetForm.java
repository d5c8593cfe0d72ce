package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// StatefulSets of `apps/v1beta1` and `apps/v1beta2`; those of the first were updated by hand.
final class StatefulSetForm implements LegacyForm {

    private final boolean first;

    StatefulSetForm(String version) {
        this.first = version.equals("apps/v1beta1");
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
}

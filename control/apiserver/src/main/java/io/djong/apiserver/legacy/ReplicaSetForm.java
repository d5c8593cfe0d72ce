package io.djong.apiserver.legacy;

import io.djong.meta.tree.Fields;

/// ReplicaSets of `extensions/v1beta1` and `apps/v1beta2`.
final class ReplicaSetForm implements LegacyForm {

    private final boolean first;

    ReplicaSetForm(String version) {
        this.first = version.equals("extensions/v1beta1");
    }

    @Override
    public Fields defaults(Fields old) {
        return first ? WorkloadDefaults.labelled(old) : old;
    }
}

package io.djong.controllers.deployment;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.apps.v1.ReplicaSet;
import io.djong.api.apps.v1.ReplicaSetSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.controllers.support.TemplateHash;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the ReplicaSet of a Deployment's template.
final class NewReplicaSet {

    private NewReplicaSet() {}

    /// The set of the current template, its name made of the Deployment's and the template's hash.
    static ReplicaSet of(Deployment deployment, int size) {
        PodTemplateSpec template = deployment.spec().template();
        String hash = TemplateHash.of(template.fields(), deployment.status().collisionCount());
        PodTemplateSpec labelled =
                template.withMetadata(
                        template.metadata().withLabels(with(template.metadata().labels(), hash)));
        LabelSelector selector = deployment.spec().selector();
        LabelSelector narrowed = selector == null ? LabelSelector.EMPTY : selector;
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withName(deployment.name() + "-" + hash)
                        .withNamespace(deployment.namespace())
                        .withLabels(labelled.metadata().labels())
                        .withOwnerReferences(List.of(deployment.asController()));
        ReplicaSetSpec spec =
                ReplicaSetSpec.EMPTY
                        .withReplicas(size)
                        .withMinReadySeconds(deployment.spec().minReadySeconds())
                        .withSelector(narrowed.withMatchLabels(with(narrowed.matchLabels(), hash)))
                        .withTemplate(labelled);
        return ReplicaSet.KIND.empty().withMetadata(metadata).withSpec(spec);
    }

    private static Map<String, String> with(Map<String, String> labels, String hash) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(Rollout.HASH_LABEL, hash);
        return more;
    }
}

package io.djong.controllers.statefulset;

import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.PersistentVolumeClaimVolumeSource;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.controllers.support.PodControl;
import io.djong.controllers.support.RevisionHistory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A pod of a StatefulSet with its identity: name, labels, host name, claims.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-identity Pod Identity
final class Member {

    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final String POD_INDEX = "apps.kubernetes.io/pod-index";

    private Member() {}

    /// The ordinal of a pod of the set, or -1 when the name is not one of its.
    static int ordinal(StatefulSet set, Pod pod) {
        String prefix = set.name() + "-";
        String name = pod.name();
        if (!name.startsWith(prefix) || !name.substring(prefix.length()).matches("\\d{1,9}")) {
            return -1;
        }
        return Integer.parseInt(name.substring(prefix.length()));
    }

    /// The name of the revision that a pod was made of, or "".
    static String revision(Pod pod) {
        return pod.labels().getOrDefault(RevisionHistory.HASH_LABEL, "");
    }

    static Pod pod(StatefulSet set, int ordinal, ControllerRevision revision) {
        StatefulSet asThen =
                set.withSpec(set.spec().withTemplate(RevisionHistory.template(revision)));
        Pod pod = PodControl.fromTemplate(asThen.spec().template(), asThen);
        String name = set.name() + "-" + ordinal;
        ObjectMeta metadata =
                new ObjectMeta(pod.metadata().fields().without("generateName")).withName(name);
        pod =
                pod.withMetadata(
                        metadata.withLabels(labels(pod.labels(), name, ordinal, revision.name())));
        return pod.withSpec(
                pod.spec()
                        .withHostname(name)
                        .withSubdomain(set.spec().serviceName())
                        .withVolumes(volumes(set, ordinal, pod.spec().volumes())));
    }

    private static Map<String, String> labels(
            Map<String, String> template, String name, int ordinal, String revision) {
        Map<String, String> labels = new LinkedHashMap<>(template);
        labels.put(RevisionHistory.HASH_LABEL, revision);
        labels.put(POD_NAME, name);
        labels.put(POD_INDEX, Integer.toString(ordinal));
        return labels;
    }

    private static List<Volume> volumes(StatefulSet set, int ordinal, List<Volume> template) {
        List<Volume> volumes = new ArrayList<>();
        for (PersistentVolumeClaim claim : set.spec().volumeClaimTemplates()) {
            volumes.add(
                    Volume.EMPTY
                            .withName(claim.name())
                            .withPersistentVolumeClaim(
                                    PersistentVolumeClaimVolumeSource.EMPTY.withClaimName(
                                            claimName(set, claim, ordinal))));
        }
        Set<String> own = volumes.stream().map(Volume::name).collect(Collectors.toSet());
        template.stream().filter(volume -> !own.contains(volume.name())).forEach(volumes::add);
        return volumes;
    }

    private static String claimName(StatefulSet set, PersistentVolumeClaim template, int ordinal) {
        return template.name() + "-" + set.name() + "-" + ordinal;
    }

    /// The claims that a pod of that ordinal needs.
    static List<PersistentVolumeClaim> claims(StatefulSet set, int ordinal) {
        List<PersistentVolumeClaim> claims = new ArrayList<>();
        LabelSelector selector = set.spec().selector();
        for (PersistentVolumeClaim template : set.spec().volumeClaimTemplates()) {
            Map<String, String> labels = new LinkedHashMap<>(template.labels());
            labels.putAll(selector == null ? Map.of() : selector.matchLabels());
            ObjectMeta metadata =
                    ObjectMeta.EMPTY
                            .withName(claimName(set, template, ordinal))
                            .withNamespace(set.namespace())
                            .withLabels(labels)
                            .withAnnotations(template.annotations());
            if (goesWithSet(set)) {
                metadata = metadata.withOwnerReferences(List.of(set.asController()));
            }
            claims.add(
                    PersistentVolumeClaim.KIND
                            .empty()
                            .withMetadata(metadata)
                            .withSpec(template.spec()));
        }
        return claims;
    }

    private static boolean goesWithSet(StatefulSet set) {
        StatefulSetPersistentVolumeClaimRetentionPolicy policy =
                set.spec().persistentVolumeClaimRetentionPolicy();
        return policy != null && policy.whenDeleted().equals("Delete");
    }

    /// Whether the claims of a pod that is scaled away go with it.
    static boolean claimsGoWithPod(StatefulSet set) {
        StatefulSetPersistentVolumeClaimRetentionPolicy policy =
                set.spec().persistentVolumeClaimRetentionPolicy();
        return policy != null && policy.whenScaled().equals("Delete");
    }
}

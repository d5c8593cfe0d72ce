package io.djong.controllers.statefulset;

import io.djong.api.apps.v1.StatefulSet;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.client.Lister;
import io.djong.controllers.support.PodControl;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import java.util.ArrayList;
import java.util.List;

/// Makes and removes the pods and claims of StatefulSets, and tells about it on the set. Event texts are upstream's.
final class MemberControl {

    private final Lister<PersistentVolumeClaim> claims;
    private final Client client;
    private final EventRecorder recorder;

    MemberControl(Lister<PersistentVolumeClaim> claims, Client client, EventRecorder recorder) {
        this.claims = claims;
        this.client = client;
        this.recorder = recorder;
    }

    void create(StatefulSet set, Pod pod) {
        try {
            client.create(pod);
            recorder.normal(
                    set,
                    "SuccessfulCreate",
                    "create Pod " + pod.name() + " in StatefulSet " + set.name() + " successful");
        } catch (ApiException refused) {
            if (refused.is(Reason.ALREADY_EXISTS)) {
                // Its former self has not gone yet, or a pod of nobody has the name.
                throw refused;
            }
            if (!PodControl.isNamespaceTerminating(refused)) {
                recorder.warning(
                        set,
                        "FailedCreate",
                        "create Pod "
                                + pod.name()
                                + " in StatefulSet "
                                + set.name()
                                + " failed error: "
                                + refused.failure().message());
            }
            throw refused;
        }
    }

    void createClaim(StatefulSet set, int ordinal, PersistentVolumeClaim claim) {
        PersistentVolumeClaim known = claims.find(claim.key()).orElse(null);
        if (known != null && !known.isDeleting()) {
            return;
        }
        String about =
                "Claim "
                        + claim.name()
                        + " Pod "
                        + set.name()
                        + "-"
                        + ordinal
                        + " in StatefulSet "
                        + set.name();
        try {
            client.create(claim);
            recorder.normal(set, "SuccessfulCreate", "create " + about + " success");
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                recorder.warning(
                        set,
                        "FailedCreate",
                        "create " + about + " failed error: " + refused.failure().message());
                throw refused;
            }
        }
    }

    /// Makes the claim go when the pod does.
    void tie(PersistentVolumeClaim claim, Pod pod) {
        PersistentVolumeClaim known = claims.find(claim.key()).orElse(null);
        if (known == null
                || known.metadata().ownerReferences().stream()
                        .anyMatch(owner -> owner.uid().equals(pod.uid()))) {
            return;
        }
        List<OwnerReference> owners = new ArrayList<>(known.metadata().ownerReferences());
        owners.removeIf(owner -> owner.kind().equals("StatefulSet"));
        owners.add(pod.asController());
        client.update(known.withMetadata(known.metadata().withOwnerReferences(owners)));
    }

    void delete(StatefulSet set, Pod pod) {
        try {
            client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN.only(pod.uid()));
            recorder.normal(
                    set,
                    "SuccessfulDelete",
                    "delete Pod " + pod.name() + " in StatefulSet " + set.name() + " successful");
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                recorder.warning(
                        set,
                        "FailedDelete",
                        "delete Pod "
                                + pod.name()
                                + " in StatefulSet "
                                + set.name()
                                + " failed error: "
                                + refused.failure().message());
                throw refused;
            }
        }
    }
}

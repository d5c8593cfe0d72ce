package io.djong.controllers.storage;

import io.djong.api.Pods;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.ObjectKey;
import java.util.List;

/// Holds a deleted claim until no pod on a node uses it.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection Storage Object in Use Protection
public final class ClaimProtection implements Reconciler<ObjectKey> {

    public static final String NAME = "persistentvolumeclaim-protection-controller";

    private static final Finalizer FINALIZER = new Finalizer("kubernetes.io/pvc-protection");

    private final Lister<PersistentVolumeClaim> claims;
    private final Lister<Pod> pods;
    private final Client client;

    private ClaimProtection(Lister<PersistentVolumeClaim> claims, Lister<Pod> pods, Client client) {
        this.claims = claims;
        this.pods = pods;
        this.client = client;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new ClaimProtection(
                        parts.informers().of(PersistentVolumeClaim.KIND),
                        parts.informers().of(Pod.KIND),
                        builder.client());
        Watches watches =
                Watches.of(PersistentVolumeClaim.KIND)
                        .and(Pod.KIND, Watches.by(ClaimProtection::claimsOf));
        return builder.build(reconciler, watches, 1);
    }

    private static List<ObjectKey> claimsOf(Pod pod) {
        return pod.spec().volumes().stream()
                .map(volume -> claimName(pod, volume))
                .filter(name -> !name.isEmpty())
                .map(name -> ObjectKey.of(pod.namespace(), name))
                .toList();
    }

    private static String claimName(Pod pod, Volume volume) {
        var claim = volume.persistentVolumeClaim();
        if (claim != null) {
            return claim.claimName();
        }
        return volume.ephemeral() == null ? "" : pod.name() + "-" + volume.name();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        claims.find(key)
                .filter(claim -> FINALIZER.holds(claim) && !isUsed(key))
                .ifPresent(claim -> FINALIZER.remove(client, claim));
        return Outcome.settled();
    }

    /// A pod that has no node yet will not be let start with a claim that is going.
    private boolean isUsed(ObjectKey claim) {
        return pods.inNamespace(claim.namespace()).stream()
                .anyMatch(pod ->
                        Pods.isScheduled(pod)
                                && !Pods.isTerminal(pod)
                                && claimsOf(pod).contains(claim));
    }
}

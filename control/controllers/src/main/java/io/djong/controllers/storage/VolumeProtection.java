package io.djong.controllers.storage;

import io.djong.api.core.v1.PersistentVolume;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.ObjectKey;

/// Holds a deleted volume until it is bound to no claim.
///
/// @spec https://kubernetes.io/docs/concepts/storage/persistent-volumes/#storage-object-in-use-protection Storage Object in Use Protection
public final class VolumeProtection implements Reconciler<ObjectKey> {

    public static final String NAME = "persistentvolume-protection-controller";

    private static final Finalizer FINALIZER = new Finalizer("kubernetes.io/pv-protection");

    private final Lister<PersistentVolume> volumes;
    private final Client client;

    private VolumeProtection(Lister<PersistentVolume> volumes, Client client) {
        this.volumes = volumes;
        this.client = client;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new VolumeProtection(parts.informers().of(PersistentVolume.KIND), builder.client());
        return builder.build(reconciler, Watches.of(PersistentVolume.KIND), 1);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        volumes.find(key)
                .filter(volume ->
                        FINALIZER.holds(volume) && !volume.status().phase().equals("Bound"))
                .ifPresent(volume -> FINALIZER.remove(client, volume));
        return Outcome.settled();
    }
}

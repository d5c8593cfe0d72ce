package io.djong.controllers.support;

import io.djong.api.ApiObject;
import io.djong.api.meta.v1.OwnerReference;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.meta.ApiException;
import io.djong.meta.LabelSelector;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// Which objects a controller's owner has, should take in, or has to let go, by its selector.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/#non-template-pod-acquisitions Non-Template Pod acquisitions
public record Claims<T extends ApiObject<T>>(List<T> owned, List<T> adopt, List<T> release) {

    public static <T extends ApiObject<T>> Claims<T> of(
            ApiObject<?> owner, LabelSelector selector, List<T> candidates) {
        List<T> owned = new ArrayList<>();
        List<T> adopt = new ArrayList<>();
        List<T> release = new ArrayList<>();
        for (T candidate : candidates) {
            OwnerReference controller = candidate.controller();
            boolean matches = selector.matches(candidate.labels());
            if (controller == null) {
                if (matches && !owner.isDeleting() && !candidate.isDeleting()) {
                    adopt.add(candidate);
                }
            } else if (controller.uid().equals(owner.uid())) {
                if (matches) {
                    owned.add(candidate);
                } else if (!owner.isDeleting()) {
                    release.add(candidate);
                }
            }
        }
        return new Claims<>(List.copyOf(owned), List.copyOf(adopt), List.copyOf(release));
    }

    /// Adopts and releases; answers what is owned afterwards.
    public <O extends ApiObject<O>> List<T> settle(Client client, O owner) {
        for (T one : release) {
            change(client, one, others(one, owner.uid()));
        }
        if (adopt.isEmpty() || !isStillThere(client, owner)) {
            return owned;
        }
        List<T> all = new ArrayList<>(owned);
        for (T one : adopt) {
            List<OwnerReference> owners = others(one, owner.uid());
            owners.add(owner.asController());
            all.addAll(change(client, one, owners));
        }
        return all;
    }

    /// A view may be older than the owner's deletion, and the garbage collector would then never free what was adopted.
    private static <O extends ApiObject<O>> boolean isStillThere(Client client, O owner) {
        return client.find(owner.ofKind(), owner.key())
                .filter(now -> now.uid().equals(owner.uid()) && !now.isDeleting())
                .isPresent();
    }

    private static <T extends ApiObject<T>> List<OwnerReference> others(T object, String uid) {
        return new ArrayList<>(
                object.metadata().ownerReferences().stream()
                        .filter(reference -> !reference.uid().equals(uid))
                        .toList());
    }

    private static <T extends ApiObject<T>> List<T> change(
            Client client, T object, List<OwnerReference> owners) {
        Fields metadata =
                Fields.of(
                        "uid", object.uid(),
                        "resourceVersion", object.resourceVersion(),
                        "ownerReferences", owners.stream().map(OwnerReference::fields).toList());
        try {
            Patch patch = new Patch.Merge(Fields.of("metadata", metadata));
            return List.of(client.patch(object.ofKind(), object.key(), patch));
        } catch (ApiException refused) {
            if (refused.is(Reason.NOT_FOUND)) {
                return List.of();
            }
            throw refused;
        }
    }
}

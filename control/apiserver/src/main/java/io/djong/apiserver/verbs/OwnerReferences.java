package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Owners that are named twice count once.
final class OwnerReferences {

    private OwnerReferences() {}

    /// Without repeated owners; the client is told. Worded as in Kubernetes 1.36.
    static Fields distinct(Call call, Fields object) {
        List<@Nullable Object> owners = object.fields("metadata").list("ownerReferences");
        Set<@Nullable Object> kept = new LinkedHashSet<>(owners);
        if (kept.size() == owners.size()) {
            return object;
        }
        Set<String> seen = new LinkedHashSet<>();
        Set<String> repeated = new LinkedHashSet<>();
        for (Object owner : owners) {
            String uid = owner instanceof Fields one ? one.string("uid") : "";
            if (!seen.add(uid)) {
                repeated.add(uid);
            }
        }
        call.warn(
                ".metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: "
                        + String.join(", ", repeated));
        return object.withAt(new ArrayList<>(kept), "metadata", "ownerReferences");
    }
}

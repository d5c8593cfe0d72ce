package io.djong.apiserver.storage;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Keeps `metadata` in the order in which upstream writes it.
public final class Metadata {

    private static final List<String> BEFORE_REVISION =
            List.of("name", "generateName", "namespace", "selfLink", "uid");

    private Metadata() {}

    /// With the revision in its place; "" marks the place.
    public static Fields withRevision(Fields metadata, String revision) {
        if (metadata.has("resourceVersion")) {
            return metadata.with("resourceVersion", revision);
        }
        Fields.Builder ordered = new Fields.Builder(metadata.size() + 1);
        int i = 0;
        while (i < metadata.size() && BEFORE_REVISION.contains(metadata.nameAt(i))) {
            ordered.add(metadata.nameAt(i), metadata.valueAt(i));
            i++;
        }
        ordered.add("resourceVersion", revision);
        for (; i < metadata.size(); i++) {
            ordered.add(metadata.nameAt(i), metadata.valueAt(i));
        }
        return ordered.build();
    }
}

package io.djong.apiserver.resources.core;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Cells that volumes and claims share.
final class VolumeCells {

    private static final Map<String, String> SHORT =
            Map.of(
                    "ReadWriteOnce", "RWO",
                    "ReadOnlyMany", "ROX",
                    "ReadWriteMany", "RWX",
                    "ReadWriteOncePod", "RWOP");

    /// The order in which modes are printed.
    private static final List<String> ORDER =
            List.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");

    private VolumeCells() {}

    /// `RWO,ROX`
    static String accessModes(List<String> modes) {
        List<String> texts = new ArrayList<>();
        for (String mode : ORDER) {
            if (modes.contains(mode)) {
                texts.add(Objects.requireNonNull(SHORT.get(mode)));
            }
        }
        return String.join(",", texts);
    }

    static String phase(Fields object) {
        return object.fields("metadata").has("deletionTimestamp")
                ? "Terminating"
                : object.fields("status").string("phase");
    }

    /// The class, which once was an annotation.
    static String storageClass(Fields object) {
        Fields annotations = object.fields("metadata").fields("annotations");
        return annotations.has(PersistentVolumeResource.CLASS_ANNOTATION)
                ? annotations.string(PersistentVolumeResource.CLASS_ANNOTATION)
                : object.fields("spec").string("storageClassName");
    }

    static String orUnset(String text) {
        return text.isEmpty() ? "<unset>" : text;
    }
}
